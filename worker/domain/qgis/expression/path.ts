import { answer, levelOf, typeOf } from '#worker/domain/qgis/expression/column.ts'
import type { Compiling } from '#worker/domain/qgis/expression/compiling.ts'
import { manyOf } from '#worker/domain/qgis/expression/many.ts'
import { single } from '#worker/domain/qgis/expression/rows.ts'
import { atom, quoteColumn } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Span } from '#worker/domain/xpath/ast.ts'
import type { Expression, PathExpression } from '#worker/domain/xpath/ast.ts'
import { columnOf, formPathOf, isOwnPart } from '#worker/domain/xpath/references.ts'

/** `${name}`. */
export function questionValue(name: string, span: Span, compiling: Compiling): Term {
  const reference = compiling.lookUp(name)
  if (reference === null) return compiling.fail('xpath.unknownReference', { name }, span)
  return answer(reference, name, compiling, span)
}

/** The one value of a path: `.`, `../x`, `/data/g/x`, a list's column, or `instance(…)`. */
export function pathValue(path: PathExpression, compiling: Compiling): Term {
  const column = columnOf(path)
  const ofGroup = compiling.row.kind === 'form' && isOwnPart(path)
  if (column !== null && !ofGroup) return rowColumn(column, path.span, compiling)
  const form = formPathOf(path)
  if (form === null) return severalValue(path, compiling)
  const name = form.names.at(-1)
  if (name === undefined && form.up === 0 && !form.absolute) return ownValue(path, compiling)
  if (name === undefined) return compiling.fail('xpath.groupValue', { name: '..' }, path.span)
  if (path.steps.some((step) => step.predicates.length > 0)) return severalValue(path, compiling)
  const reference = compiling.lookUpPath(form)
  if (reference === null) return compiling.fail('xpath.unknownReference', { name }, path.span)
  return answer(reference, name, compiling, path.span)
}

/** Rows of which one counts: `instance('l')/root/item[…]/x`, `${repeat}[2]/x`. */
export function severalValue(ast: Expression, compiling: Compiling): Term {
  const many = manyOf(ast, compiling)
  return many === null
    ? compiling.fail('xpath.unsupported', { feature: 'path' }, ast.span)
    : single(many, compiling)
}

/** `.`: the question that owns the expression; inside a list's predicate it would be the item. */
function ownValue(path: PathExpression, compiling: Compiling): Term {
  const { scope, row } = compiling
  const items = (row.kind === 'list' || row.kind === 'repeat') && path.from === 'here'
  if (items || path.steps.some((step) => step.predicates.length > 0)) {
    return compiling.fail('xpath.unsupported', { feature: '.' }, path.span)
  }
  if (scope.self === null) return compiling.fail('xpath.unknownReference', { name: '.' }, path.span)
  return answer(scope.self, '.', compiling, path.span)
}

/** A bare name: a column of the list or repeat whose rows are looked at. */
function rowColumn(name: string, span: Span, compiling: Compiling): Term {
  const { scope, row } = compiling
  if (row.kind === 'form') return compiling.fail('xpath.bareName', { name }, span)
  if (row.kind !== 'repeat') {
    if (row.columns.has(name)) return atom(quoteColumn(name), 'unknown')
    const list = row.kind === 'list' ? row.layer : (scope.listName ?? '')
    return compiling.fail('xpath.unknownColumn', { name, list }, span)
  }
  const reference = compiling.lookUp(name)
  const level = reference === null ? null : levelOf(reference)
  const own = level?.at === 'self' && scope.repeat === row.layer
  const below = level?.at === 'descendant' && level.layers.at(-1) === row.layer
  const beside = level?.at === 'sibling' && level.layer === row.layer
  if (reference === null || reference.kind !== 'field' || !(own || below || beside)) {
    return compiling.fail('xpath.unknownColumn', { name, list: row.layer }, span)
  }
  return { ...atom(quoteColumn(reference.column), typeOf(reference)), reference }
}
