import type { Evaluating, Found, Row } from '#worker/domain/xpath/evaluate/sight.ts'
import { toBoolean, toNumber } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import type { CallExpression, Expression, PathExpression } from '#worker/domain/xpath/ast.ts'
import { formPathOf } from '#worker/domain/xpath/references.ts'
import { rowIndex } from '#worker/domain/xpath/row-index.ts'

/** Records, and the answer that is read from each; null for the records themselves. */
export interface Rows {
  rows: Row[]
  column: string | null
}

/** Reads an expression as records; null when it has one value only. */
export function rowsOf(ast: Expression, evaluating: Evaluating): Rows | null {
  if (ast.kind === 'reference') return ast.lastSaved ? null : several(evaluating.sight.resolve(ast.name))
  if (ast.kind === 'filter') {
    const base = rowsOf(ast.base, evaluating)
    return base && narrowed(base, ast.predicates, evaluating)
  }
  return ast.kind === 'path' ? ofPath(ast, evaluating) : null
}

/** The answers of all records, empty ones too. */
export function valuesOf({ rows, column }: Rows, ast: Expression, evaluating: Evaluating): Value[] {
  if (column === null) return evaluating.fail('xpath.repeatValue', { name: '' }, ast.span)
  return rows.map(
    (row) => row.read(column) ?? evaluating.fail('xpath.unknownColumn', { name: column, list: '' }, ast.span),
  )
}

/** XPath's first node; empty when there is none. */
export function firstOf(rows: Rows, ast: Expression, evaluating: Evaluating): Value {
  return valuesOf({ ...rows, rows: rows.rows.slice(0, 1) }, ast, evaluating)[0] ?? ''
}

function ofPath(path: PathExpression, evaluating: Evaluating): Rows | null {
  const { sight } = evaluating
  const form = formPathOf(path)
  if (form !== null) {
    const name = form.names.at(-1)
    if (name === undefined) return null
    const found = sight.resolvePath === undefined ? sight.resolve(name) : sight.resolvePath(form)
    const rows = several(found)
    return (
      rows &&
      narrowed(
        rows,
        path.steps.flatMap((step) => step.predicates),
        evaluating,
      )
    )
  }
  if (typeof path.from === 'string') return null
  if (path.from.kind === 'call' && path.from.name === 'instance')
    return ofInstance(path, path.from, evaluating)
  const base = rowsOf(path.from, evaluating)
  const last = path.steps.at(-1)
  if (base === null || last === undefined) return null
  const plain = path.steps.every((step) => step.axis === 'child' && step.predicates.length === 0)
  if (!plain || base.column !== null)
    return evaluating.fail('xpath.unsupported', { feature: 'path' }, path.span)
  return { rows: base.rows, column: last.test }
}

/** `instance('list')/root/item[…]/column`. */
function ofInstance(path: PathExpression, call: CallExpression, evaluating: Evaluating): Rows {
  const [argument] = call.args
  if (call.args.length !== 1 || argument?.kind !== 'string') {
    return evaluating.fail('xpath.constantNeeded', { function: 'instance', argument: 1 }, call.span)
  }
  const rows = evaluating.sight.list(argument.value)
  if (rows === null) return evaluating.fail('xpath.unknownList', { list: argument.value }, argument.span)
  const [root, item, column, ...more] = path.steps
  const plain = path.steps.every((step) => step.axis === 'child') && root?.predicates.length === 0
  if (!plain || item === undefined || more.length > 0 || (column?.predicates.length ?? 0) > 0) {
    return evaluating.fail('xpath.unsupported', { feature: 'path' }, path.span)
  }
  return narrowed({ rows, column: column?.test ?? null }, item.predicates, evaluating)
}

function several(found: Found | null): Rows | null {
  return found?.kind === 'rows' ? found : null
}

function narrowed(rows: Rows, predicates: Expression[], evaluating: Evaluating): Rows {
  return predicates.reduce((left, predicate) => {
    const index = rowIndex(predicate)
    if (index !== null) {
      const place = toNumber(evaluating.value(index))
      return { ...left, rows: left.rows.filter((_, at) => at + 1 === place) }
    }
    return { ...left, rows: left.rows.filter((row) => toBoolean(evaluating.inside(row).value(predicate))) }
  }, rows)
}
