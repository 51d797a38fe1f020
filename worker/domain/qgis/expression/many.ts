import { levelOf } from '#worker/domain/qgis/expression/column.ts'
import type { Compiling, Row } from '#worker/domain/qgis/expression/compiling.ts'
import type { Level, Reference } from '#worker/domain/qgis/scope.ts'
import type { CallExpression, Expression, PathExpression, Span } from '#worker/domain/xpath/ast.ts'
import { formPathOf } from '#worker/domain/xpath/references.ts'
import { rowIndex } from '#worker/domain/xpath/row-index.ts'

/** Rows of a repeat or a list: what XPath calls a node-set. */
export interface Many {
  source: Source
  /** The question or column that is read from each row; null for the rows themselves. */
  column: { name: string; reference: Reference | null } | null
  /** Conditions that a row has to fulfil. */
  conditions: Expression[]
  /** Which of the rows, counted from 1; null for all of them. */
  index: Expression | null
  span: Span
}

export type Source =
  | { kind: 'repeat'; layer: string; level: Level }
  | { kind: 'list'; layer: string; columns: ReadonlySet<string> }

/** Reads an expression as rows; null when it has one value only. */
export function manyOf(ast: Expression, compiling: Compiling): Many | null {
  switch (ast.kind) {
    case 'reference':
      return ast.lastSaved ? null : repeated(compiling.lookUp(ast.name), ast.name, ast.span)
    case 'filter': {
      const many = manyOf(ast.base, compiling)
      return many === null ? null : narrowed(many, ast.predicates, compiling)
    }
    case 'path':
      return ofPath(ast, compiling)
    case 'number':
    case 'string':
    case 'call':
    case 'binary':
    case 'negate':
      return null
  }
}

/** What predicates and columns see inside the rows. */
export function rowOf({ source }: Many): Row {
  return source.kind === 'list' ? source : { kind: 'repeat', layer: source.layer }
}

function ofPath(path: PathExpression, compiling: Compiling): Many | null {
  const form = formPathOf(path)
  if (form !== null) {
    const name = form.names.at(-1)
    if (name === undefined) return null
    const reference = compiling.lookUpPath(form)
    const predicates = path.steps.flatMap((step) => step.predicates)
    const many = repeated(reference, name, path.span)
    return many === null ? null : narrowed(many, predicates, compiling)
  }
  if (typeof path.from === 'string') return null
  if (path.from.kind === 'call' && path.from.name === 'instance')
    return ofInstance(path, path.from, compiling)
  const base = manyOf(path.from, compiling)
  const last = path.steps.at(-1)
  if (base === null || last === undefined) return null
  const plain = path.steps.every((step) => step.axis === 'child' && step.predicates.length === 0)
  if (!plain || base.column !== null) return unsupported(base, 'predicate', compiling)
  const reference = compiling.lookUp(last.test)
  if (reference === null) compiling.fail('xpath.unknownReference', { name: last.test }, last.span)
  return { ...base, column: { name: last.test, reference }, span: path.span }
}

/** `instance('list')/root/item[…]/column`. */
function ofInstance(path: PathExpression, call: CallExpression, compiling: Compiling): Many | null {
  const [argument] = call.args
  if (call.args.length !== 1 || argument?.kind !== 'string') {
    compiling.fail('xpath.constantNeeded', { function: 'instance', argument: 1 }, call.span)
    return null
  }
  const found = compiling.scope.instance(argument.value)
  const unknown = argument.value.startsWith('__') ? 'xpath.unsupported' : 'xpath.unknownList'
  if (found === null)
    compiling.fail(unknown, { list: argument.value, feature: argument.value }, argument.span)
  const source: Source = { kind: 'list', layer: found?.layer ?? '', columns: found?.columns ?? new Set() }
  const many: Many = { source, column: null, conditions: [], index: null, span: path.span }
  const [root, item, column, ...more] = path.steps
  const plain = path.steps.every((step) => step.axis === 'child') && root?.predicates.length === 0
  if (!plain || item === undefined || more.length > 0 || (column?.predicates.length ?? 0) > 0) {
    return unsupported(many, 'path', compiling)
  }
  if (column !== undefined && found !== null && !found.columns.has(column.test)) {
    compiling.fail('xpath.unknownColumn', { name: column.test, list: argument.value }, column.span)
  }
  const read = column === undefined ? null : { name: column.test, reference: null }
  return narrowed({ ...many, column: read }, item.predicates, compiling)
}

function repeated(reference: Reference | null, name: string, span: Span): Many | null {
  if (reference === null || reference.kind === 'group' || reference.kind === 'note') return null
  const level = levelOf(reference)
  if (level.at !== 'descendant' && level.at !== 'sibling') return null
  const layer = level.at === 'sibling' ? level.layer : (level.layers.at(-1) ?? '')
  const column = reference.kind === 'repeat' ? null : { name, reference }
  return { source: { kind: 'repeat', layer, level }, column, conditions: [], index: null, span }
}

function narrowed(many: Many, predicates: Expression[], compiling: Compiling): Many {
  return predicates.reduce((rows, predicate) => {
    if (rows.index !== null) return unsupported(rows, 'predicate', compiling)
    const index = rowIndex(predicate)
    return index === null ? { ...rows, conditions: [...rows.conditions, predicate] } : { ...rows, index }
  }, many)
}

function unsupported(many: Many, feature: string, compiling: Compiling): Many {
  compiling.fail('xpath.unsupported', { feature }, many.span)
  return many
}
