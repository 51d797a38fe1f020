import type { Compiling } from '#worker/domain/qgis/expression/compiling.ts'
import { atom, nothing, quoteColumn, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Level, Reference, ValueType } from '#worker/domain/qgis/scope.ts'
import type { Span } from '#worker/domain/xpath/ast.ts'

/** Key columns that every layer of a form has. */
export const key = { row: 'uuid', parent: 'uuid_parent', index: 'idx' } as const

const self: Level = { at: 'self' }

export function levelOf(reference: Reference): Level {
  return reference.level ?? self
}

export function typeOf(reference: Reference): ValueType {
  return reference.multiple ? 'set' : reference.type
}

/** The answer to a question, written for where the expression is evaluated (xlsform rules 2.1). */
export function answer(reference: Reference, name: string, compiling: Compiling, span: Span): Term {
  switch (reference.kind) {
    case 'note':
      compiling.report('xpath.noteValue', { name }, span)
      return nothing('text')
    case 'group':
      return compiling.fail('xpath.groupValue', { name }, span)
    case 'repeat':
      return compiling.fail('xpath.repeatValue', { name }, span)
    case 'geometry':
      return geometry(reference, name, compiling, span)
    case 'field': {
      const text = column(reference, name, compiling, span)
      return typeof text === 'string' ? { ...atom(text, typeOf(reference)), reference } : text
    }
  }
}

/** A column of the feature that owns the expression, from wherever it is evaluated. */
export function ownColumn(name: string, { scope, row }: Compiling): string {
  if (row.kind === 'form') return quoteColumn(name)
  if (scope.place === 'choiceFilter') return `current_value(${quoteText(name)})`
  return `attribute(@parent,${quoteText(name)})`
}

/** The feature above, `layers[0]` being the parent's layer, and so on up to the last one. */
function ancestor(layers: string[], compiling: Compiling): string {
  return layers.reduce((found, layer, index) => {
    const link =
      index === 0 ? ownColumn(key.parent, compiling) : `attribute(${found},${quoteText(key.parent)})`
    return `get_feature(${quoteText(layer)},${quoteText(key.row)},${link})`
  }, '')
}

function column(reference: Reference, name: string, compiling: Compiling, span: Span): string | Term {
  const { scope, row } = compiling
  const level = levelOf(reference)
  switch (level.at) {
    case 'self':
      return ownColumn(reference.column, compiling)
    case 'descendant':
    case 'sibling': {
      const layer = level.at === 'sibling' ? level.layer : level.layers.at(-1)
      if (row.kind === 'repeat' && row.layer === layer) return quoteColumn(reference.column)
      return compiling.fail('xpath.repeatValue', { name }, span)
    }
    case 'ancestor': {
      if (scope.place === 'choiceFilter') {
        // QField gives the filter no parent form, so that a hidden column has to bring the value along.
        if (level.carrier !== null) return `current_value(${quoteText(level.carrier)})`
        return compiling.fail('xpath.parentInFilter', { name }, span)
      }
      // The parent's form answers before it is saved, but constraints have no sight of it.
      const live = level.layers.length === 1 && row.kind === 'form' && scope.place !== 'constraint'
      if (live) return `current_parent_value(${quoteText(reference.column)})`
      return `attribute(${ancestor(level.layers, compiling)},${quoteText(reference.column)})`
    }
  }
}

/** `@geometry` is empty in QGIS 3.22, hence `$geometry`. */
function geometry(reference: Reference, name: string, compiling: Compiling, span: Span): Term {
  const { scope, row } = compiling
  const level = levelOf(reference)
  const term = (text: string): Term => ({ ...atom(text, 'geometry'), reference })
  if (scope.place === 'choiceFilter') {
    if (level.at === 'self') return term('@current_geometry')
    return compiling.fail('xpath.parentInFilter', { name }, span)
  }
  if (level.at === 'self') return term(row.kind === 'form' ? '$geometry' : 'geometry(@parent)')
  if (level.at === 'ancestor') return term(`geometry(${ancestor(level.layers, compiling)})`)
  const layer = level.at === 'sibling' ? level.layer : level.layers.at(-1)
  if (row.kind === 'repeat' && row.layer === layer) return term('$geometry')
  const relation = row.kind === 'form' ? shapeRelation(reference) : null
  if (relation !== null)
    return term(`array_first(relation_aggregate(${quoteText(relation)},'array_agg',$geometry))`)
  return compiling.fail('xpath.repeatValue', { name }, span)
}

/** Relation to the layer that holds the one shape of a geo question, seen from the feature that it belongs to. */
export function shapeRelation({ alone, level }: Reference): string | null {
  const below = alone === true && level?.at === 'descendant' && level.layers.length === 1
  return below ? level.relation : null
}
