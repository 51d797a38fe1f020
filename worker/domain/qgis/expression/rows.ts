import { answer, key } from '#worker/domain/qgis/expression/column.ts'
import type { Compiling } from '#worker/domain/qgis/expression/compiling.ts'
import { toBoolean, toNumber, toText } from '#worker/domain/qgis/expression/convert.ts'
import { rowOf } from '#worker/domain/qgis/expression/many.ts'
import type { Many } from '#worker/domain/qgis/expression/many.ts'
import { atom, bind, nothing, operand, quoteColumn, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Level } from '#worker/domain/qgis/scope.ts'
import { columnOf, usesColumns } from '#worker/domain/xpath/references.ts'
import type { Expression } from '#worker/domain/xpath/ast.ts'

export type Aggregate = 'sum' | 'min' | 'max' | 'count' | 'array_agg'

/** The value that each row contributes, as it is written inside the aggregate. */
export function valueOf(many: Many, compiling: Compiling): Term {
  const inside = compiling.inside(rowOf(many))
  if (many.column === null) return nothing('unknown')
  const { name, reference } = many.column
  if (many.source.kind === 'list' || reference === null) return atom(quoteColumn(name), 'unknown')
  const level = many.source.level
  return answer({ ...reference, level }, name, inside, many.span)
}

/**
 * One value of all rows. A repeat goes through relation_aggregate(), which QField evaluates again whenever a
 * child changes; only a condition on the form's own answers needs aggregate(), since `@parent` is unknown in
 * relation_aggregate() of QGIS 3.22.
 */
export function aggregate(many: Many, kind: Aggregate, value: string, compiling: Compiling): string {
  const { source } = many
  if (compiling.row.kind === 'list' || compiling.row.kind === 'repeat') {
    return compiling.fail('xpath.unsupported', { feature: 'nested predicates' }, many.span).text
  }
  const condition = conditionOf(many, compiling)
  const simple =
    source.kind === 'repeat' && source.level.at === 'descendant' && source.level.layers.length === 1
  const outer = value.includes('@parent') || (condition?.text.includes('@parent') ?? false)
  if (simple && !outer && source.level.at === 'descendant' && compiling.scope.place !== 'choiceFilter') {
    return ofRelation(source.level.relation, kind, value, condition)
  }
  const filters = [
    ...(source.kind === 'repeat' ? [tie(many, compiling)] : []),
    ...(condition === null ? [] : [condition]),
  ]
  const filter = filters.length === 0 ? '' : `,filter:=${filters.map((term) => operand(term)).join(' and ')}`
  const order = kind === 'array_agg' && source.kind === 'repeat' ? `,order_by:=${orderOf(source.level)}` : ''
  return `aggregate(layer:=${quoteText(source.layer)},aggregate:='${kind}',expression:=${value}${filter}${order})`
}

/** The values of the rows, or of the one at the index, in order as an array; NULL when there are no rows. */
export function arrayOf(many: Many, value: Term, compiling: Compiling): string {
  const all = aggregate(many, 'array_agg', value.text, compiling)
  const filtered = all.startsWith('relation_aggregate(') && many.conditions.length > 0
  // relation_aggregate() has no filter: rows that are out became NULL.
  const array = filtered ? `array_filter(${all},@element is not null)` : all
  return many.index === null ? array : slice(array, toNumber(compiling.term(many.index)))
}

/** XPath's first node, or the one at the index. */
export function single(many: Many, compiling: Compiling): Term {
  const name = many.column?.name ?? ''
  if (many.column === null) return compiling.fail('xpath.repeatValue', { name: many.source.layer }, many.span)
  const value = valueOf(many, compiling)
  const fetched = many.index === null ? byKey(many, compiling) : null
  if (fetched !== null) return atom(`attribute(${fetched},${quoteText(name)})`, 'unknown')
  if (many.index === null && many.source.kind === 'repeat' && many.conditions.length === 0) {
    return compiling.fail('xpath.repeatValue', { name }, many.span)
  }
  // An empty answer may not shift the places of the others, so that NULL only means "not this row".
  const text = many.conditions.length > 0 && value.type === 'text'
  const boxed = many.conditions.length > 0 && many.source.kind === 'repeat' && !text
  const shielded = text ? toText(value) : boxed ? atom(`array(${value.text})`, 'unknown') : value
  const array = arrayOf({ ...many, index: null }, shielded, compiling)
  const { type } = value
  const reference = value.reference === undefined ? {} : { reference: value.reference }
  const found =
    many.index === null
      ? atom(`array_first(${array})`, type)
      : at(array, toNumber(compiling.term(many.index)), type)
  return { ...(boxed ? atom(`array_first(${found.text})`, type) : found), ...reference }
}

/** QGIS fails on a place that is no 32-bit number, where there could be nothing anyway. */
const lastPlace = 1_000_000_000

/** Whether a place, counted from `first`, can be one of an array's. */
export function within(place: Term, first: 0 | 1): string {
  return `${operand(place)} >= ${first} and ${operand(place)} <= ${lastPlace}`
}

/** An array of the value at a place counted from 1; an empty one outside. */
function slice(array: string, index: Term): string {
  return bind('place', index, (place) => {
    const from = `${operand(place)} - 1`
    return atom(`if(${within(place, 1)},array_slice(${array},${from},${from}),array())`, 'unknown')
  }).text
}

/** The value at a place counted from 1; NULL outside of the array (QGIS counts negative ones from the end). */
export function at(array: string, index: Term, type: Term['type']): Term {
  if (typeof index.constant === 'number') {
    const isOutside = index.constant < 1 || index.constant > lastPlace
    return isOutside ? nothing(type) : atom(`array_get(${array},${index.constant - 1})`, type)
  }
  return bind('place', index, (place) =>
    atom(`if(${within(place, 1)},array_get(${array},${operand(place)} - 1),NULL)`, type),
  )
}

/** The condition of all predicates together, on the row's own columns; null when there is none. */
function conditionOf(many: Many, compiling: Compiling): Term | null {
  const inside = compiling.inside(rowOf(many))
  const terms = many.conditions.map((condition) => toBoolean(inside.term(condition)))
  const [first, ...more] = terms
  if (first === undefined) return null
  if (more.length === 0) return first
  return { ...first, text: terms.map((term) => operand(term)).join(' and '), shape: 'and' }
}

function ofRelation(relation: string, kind: Aggregate, value: string, condition: Term | null): string {
  const head = `relation_aggregate(${quoteText(relation)},`
  const order = kind === 'array_agg' ? `,order_by:=${quoteColumn(key.index)}` : ''
  if (condition === null) return `${head}'${kind}',${value}${order})`
  if (kind === 'count') return `${head}'sum',if(${condition.text},1,0))`
  return `${head}'${kind}',if(${condition.text},${value},NULL)${order})`
}

/** The order of the form: rows of a repeat in a repeat come as their parents do, and then by their own place. */
function orderOf(level: Level): string {
  const above = level.at === 'descendant' ? level.layers.slice(0, -1).toReversed() : []
  const places = [quoteColumn(key.index)]
  let parent = quoteColumn(key.parent)
  for (const layer of above) {
    const found = `get_feature(${quoteText(layer)},'${key.row}',${parent})`
    places.unshift(`attribute(${found},'${key.index}')`)
    parent = `attribute(${found},'${key.parent}')`
  }
  // One text to sort by: numbers of the same length compare as numbers do.
  return places.length === 1
    ? places.join('')
    : places.map((place) => `lpad(to_string(${place}),9,'0')`).join(' || ')
}

/** What ties a repeat's row to the feature that the expression belongs to. */
function tie({ source }: Many, compiling: Compiling): Term {
  const outer = (name: string) =>
    compiling.scope.place === 'choiceFilter' ? `current_value('${name}')` : `attribute(@parent,'${name}')`
  const parent = quoteColumn(key.parent)
  if (source.kind === 'list' || source.level.at !== 'descendant') {
    return { ...atom(`${parent} = ${outer(key.parent)}`, 'boolean'), shape: 'loose' }
  }
  const above = source.level.layers.slice(0, -1).toReversed()
  const link = above.reduce(
    (child, layer) => `attribute(get_feature(${quoteText(layer)},'${key.row}',${child}),'${key.parent}')`,
    parent,
  )
  return { ...atom(`${link} = ${outer(key.row)}`, 'boolean'), shape: 'loose' }
}

/** `[column = value]` on a list is a look-up by key. */
function byKey({ source, conditions }: Many, compiling: Compiling): string | null {
  const [condition] = conditions
  if (source.kind !== 'list' || conditions.length !== 1) return null
  if (condition?.kind !== 'binary' || condition.operator !== '=') return null
  const sides: [Expression, Expression][] = [
    [condition.left, condition.right],
    [condition.right, condition.left],
  ]
  for (const [column, value] of sides) {
    const name = columnOf(column)
    if (name === null || usesColumns(value)) continue
    if (!source.columns.has(name)) {
      return compiling.fail('xpath.unknownColumn', { name, list: source.layer }, column.span).text
    }
    return feature(source.layer, name, compiling.term(value))
  }
  return null
}

/** The first row of a list whose column holds the value. */
export function feature(layer: string, column: string, value: Term): string {
  return `get_feature(${quoteText(layer)},${quoteText(column)},${toText(value).text})`
}
