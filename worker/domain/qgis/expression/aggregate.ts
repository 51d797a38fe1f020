import {
  anyArgument,
  numberArgument,
  textArgument,
  truthArgument,
} from '#worker/domain/qgis/expression/argument.ts'
import { numeric } from '#worker/domain/qgis/expression/arithmetic.ts'
import { key, levelOf, ownColumn } from '#worker/domain/qgis/expression/column.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { isEmpty, toBoolean, toDate, toNumber, toText } from '#worker/domain/qgis/expression/convert.ts'
import { manyOf } from '#worker/domain/qgis/expression/many.ts'
import type { Many } from '#worker/domain/qgis/expression/many.ts'
import { aggregate, arrayOf, single, valueOf } from '#worker/domain/qgis/expression/rows.ts'
import {
  atom,
  bind,
  isDated,
  loose,
  nothing,
  operand,
  quoteColumn,
  quoteText,
} from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Reference } from '#worker/domain/qgis/scope.ts'
import type { CallExpression, Expression } from '#worker/domain/xpath/ast.ts'
import { formPathOf } from '#worker/domain/xpath/references.ts'

export const aggregateFunctions: Record<string, FunctionRule> = {
  count: { least: 1, most: 1, write: count },
  'count-non-empty': { least: 1, most: 1, write: countNonEmpty },
  sum: { least: 1, most: 1, write: sum },
  min: extreme('min'),
  max: extreme('max'),
  join: { least: 2, most: Number.POSITIVE_INFINITY, write: join },
  'indexed-repeat': { least: 3, most: 7, write: indexedRepeat },
  position: { least: 0, most: 1, write: position },
  checklist: { least: 3, most: Number.POSITIVE_INFINITY, write: checklist },
  'weighted-checklist': { least: 4, most: Number.POSITIVE_INFINITY, write: weightedChecklist },
}

/** The default of a repeat's `idx` column: one more than the highest among its siblings. */
export function nextIndex(layer: string): string {
  const siblings = `${quoteColumn(key.parent)} = attribute(@parent,${quoteText(key.parent)})`
  const highest = `aggregate(layer:=${quoteText(layer)},aggregate:='max',expression:=${quoteColumn(key.index)},filter:=${siblings})`
  return `1 + coalesce(${highest},0)`
}

/** All values as text with something between them; empty ones too, as in XPath. */
export function joined(many: Many, separator: string, compiling: Compiling): string {
  return `coalesce(array_to_string(${arrayOf(many, toText(valueOf(many, compiling)), compiling)},${separator}),'')`
}

function count(call: CallExpression, compiling: Compiling): Term {
  const many = manyArgument(call, 0, compiling)
  if (many === null) return nothing('integer')
  const found =
    many.index === null
      ? aggregate(many, 'count', '1', compiling)
      : `array_length(${arrayOf(many, atom('1', 'integer'), compiling)})`
  return atom(`coalesce(${found},0)`, 'integer', false)
}

function countNonEmpty(call: CallExpression, compiling: Compiling): Term {
  const [argument] = call.args
  const many = allOf(argument, compiling)
  if (many === null) {
    return atom(`if(${isEmpty(anyArgument(call, 0, compiling)).text},0,1)`, 'integer', false)
  }
  if (many.column === null) return compiling.fail('xpath.repeatValue', { name: many.source.layer }, call.span)
  const value = `if(${isEmpty(valueOf(many, compiling)).text},0,1)`
  return atom(`coalesce(${aggregate(many, 'sum', value, compiling)},0)`, 'integer', false)
}

function sum(call: CallExpression, compiling: Compiling): Term {
  const [argument] = call.args
  const many = allOf(argument, compiling)
  if (many === null) {
    const value = numberArgument(call, 0, compiling)
    return atom(`coalesce(${value.text},0)`, value.type, false)
  }
  const value = numericValue(many, call, compiling)
  return atom(`coalesce(${aggregate(many, 'sum', value.text, compiling)},0)`, value.type, false)
}

/** Of the rows of one argument, or of several arguments; empty ones don't count. */
function extreme(name: 'min' | 'max'): FunctionRule {
  return {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    write: (call, compiling) => {
      const [argument] = call.args
      const many = call.args.length === 1 ? allOf(argument, compiling) : null
      if (many !== null) return extremeOfRows(name, many, call, compiling)
      const terms = call.args.map((part) => compiling.term(part))
      if (terms.length > 0 && terms.every(isDated)) {
        const dates = terms.map((term) => toDate(term).text)
        return atom(`array_${name}(array_filter(array(${dates.join(',')}),@element is not null))`, 'date')
      }
      const numbers = terms.map((term, index) =>
        numeric(term, compiling, call.args[index]?.span ?? call.span),
      )
      const nullable = numbers.every((number) => number.nullable)
      const type = numbers.every((number) => number.type === 'integer') ? 'integer' : 'decimal'
      return atom(`${name}(${numbers.map((number) => number.text).join(',')})`, type, nullable)
    },
  }
}

function extremeOfRows(name: 'min' | 'max', many: Many, call: CallExpression, compiling: Compiling): Term {
  const value = many.column === null ? nothing('unknown') : valueOf(many, compiling)
  if (!isDated(value)) {
    const number = numericValue(many, call, compiling)
    return atom(aggregate(many, name, number.text, compiling), number.type)
  }
  const found = aggregate(many, name, value.text, compiling)
  // QGIS answers a date's extreme with a moment.
  return atom(value.type === 'date' ? `to_date(${found})` : found, value.type)
}

function numericValue(many: Many, call: CallExpression, compiling: Compiling): Term {
  if (many.column === null) return compiling.fail('xpath.repeatValue', { name: many.source.layer }, call.span)
  return toNumber(valueOf(many, compiling))
}

function join(call: CallExpression, compiling: Compiling): Term {
  const separator = textArgument(call, 0, compiling).text
  const parts = call.args.slice(1).map((argument): { array: boolean; text: string } => {
    const many = manyOf(argument, compiling)
    if (many === null) return { array: false, text: toText(compiling.term(argument)).text }
    return { array: true, text: arrayOf(many, toText(valueOf(many, compiling)), compiling) }
  })
  // Rows that are none leave nothing between two separators, hence one array of all.
  const arrays = parts.map(({ array, text }) => (array ? `coalesce(${text},array())` : `array(${text})`))
  const whole = parts.every(({ array }) => !array)
    ? `array(${parts.map(({ text }) => text).join(',')})`
    : arrays.length === 1
      ? (parts[0]?.text ?? '')
      : `array_cat(${arrays.join(',')})`
  return atom(`coalesce(array_to_string(${whole},${separator}),'')`, 'text', false)
}

/** `indexed-repeat(question, repeat, index)`, counted from 1. */
function indexedRepeat(call: CallExpression, compiling: Compiling): Term {
  const [question, , index] = call.args as [Expression, Expression, Expression]
  if (call.args.length > 3)
    return compiling.fail('xpath.unsupported', { feature: 'indexed-repeat (nested)' }, call.span)
  const many = manyArgument(call, 1, compiling)
  if (many === null) return nothing('unknown')
  const name = question.kind === 'reference' ? question.name : formPathOf(question)?.names.at(-1)
  const reference = name === undefined ? null : compiling.lookUp(name)
  if (name === undefined || reference === null) {
    return compiling.fail('xpath.unknownReference', { name: name ?? '' }, question.span)
  }
  if (many.source.kind === 'repeat' && layerOf(reference, compiling) !== many.source.layer)
    return compiling.fail('xpath.notMany', { function: call.name }, question.span)
  return single({ ...many, column: { name, reference }, index }, compiling)
}

/** The layer that a question stands in; null for the survey itself, seen from there. */
function layerOf(reference: Reference, compiling: Compiling): string | null {
  const level = levelOf(reference)
  if (level.at === 'self') return compiling.scope.repeat ?? null
  return level.at === 'sibling' ? level.layer : (level.layers.at(-1) ?? null)
}

/** The place of the own row in its repeat, from 1. */
function position(call: CallExpression, compiling: Compiling): Term {
  const [argument] = call.args
  const path = argument === undefined ? null : formPathOf(argument)
  if (path === null || path.absolute || path.names.length > 0) {
    return compiling.fail('xpath.unsupported', { feature: 'position()' }, call.span)
  }
  if (compiling.scope.repeat === undefined || compiling.scope.repeat === null) {
    return compiling.fail('xpath.outsideRepeat', { function: call.name }, call.span)
  }
  compiling.report('xpath.approximate', { feature: 'position(..)' }, call.span)
  return atom(ownColumn(key.index, compiling), 'integer')
}

/** `checklist(least, most, answer…)`; -1 means no limit. */
function checklist(call: CallExpression, compiling: Compiling): Term {
  const ones = call.args.slice(2).map((argument, index) => {
    const many = allOf(argument, compiling)
    if (many === null) return `if(${truthArgument(call, index + 2, compiling).text},1,0)`
    const value = `if(${toBoolean(valueOf(many, compiling)).text},1,0)`
    return `coalesce(${aggregate(many, 'sum', value, compiling)},0)`
  })
  return withinLimits(call, ones, compiling)
}

/** `weighted-checklist(least, most, answer, weight, …)`. */
function weightedChecklist(call: CallExpression, compiling: Compiling): Term {
  if (call.args.length % 2 === 1) {
    const params = { function: call.name, given: call.args.length, least: 4, most: call.args.length + 1 }
    return compiling.fail('xpath.arguments', params, call.span)
  }
  const weights: string[] = []
  for (let index = 2; index < call.args.length; index += 2) {
    const weight = numberArgument(call, index + 1, compiling)
    weights.push(`if(${truthArgument(call, index, compiling).text},coalesce(${weight.text},0),0)`)
  }
  return withinLimits(call, weights, compiling)
}

function withinLimits(call: CallExpression, parts: string[], compiling: Compiling): Term {
  const [least, most] = [numberArgument(call, 0, compiling), numberArgument(call, 1, compiling)]
  const limits = [limit(least, '>='), limit(most, '<=')].filter((text) => text !== null)
  if (limits.length === 0) return loose('1 = 1', 'boolean', false)
  return atom(`with_variable('total',${parts.join(' + ')},${limits.join(' and ')})`, 'boolean', false)
}

/** One bound of a checklist; null when it is -1, for none. */
function limit(bound: Term, operator: '>=' | '<='): string | null {
  if (bound.constant === -1) return null
  if (typeof bound.constant === 'number') return `@total ${operator} ${operand(bound)}`
  return bind('bound', bound, ({ text }) =>
    atom(`(coalesce(${text} = -1,false) or coalesce(@total ${operator} ${text},false))`, 'boolean', false),
  ).text
}

/** Rows that all count; with an index they are one value, which is computed as any other. */
function allOf(argument: Expression | undefined, compiling: Compiling): Many | null {
  const many = argument === undefined ? null : manyOf(argument, compiling)
  return many?.index === null ? many : null
}

function manyArgument(call: CallExpression, index: number, compiling: Compiling): Many | null {
  const argument = call.args[index]
  const many = argument === undefined ? null : manyOf(argument, compiling)
  if (many === null) compiling.fail('xpath.notMany', { function: call.name }, argument?.span ?? call.span)
  return many
}
