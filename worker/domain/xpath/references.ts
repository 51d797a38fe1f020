import type { Expression, PathExpression } from '#worker/domain/xpath/ast.ts'

/** A path through the form, as written: `../../kids/q` is two up, then kids, then q. */
export interface FormPath {
  /** From the form's root (`/data/g/x`, with `data` first in `names`). */
  absolute: boolean
  /** Number of `..`; 0 for absolute paths. */
  up: number
  /** Groups and repeats on the way, the question last; empty for `.` and `..`. */
  names: string[]
}

/** The direct parts of an expression, in the order of the text. */
function childrenOf(ast: Expression): Expression[] {
  switch (ast.kind) {
    case 'number':
    case 'string':
    case 'reference':
      return []
    case 'call':
      return ast.args
    case 'binary':
      return [ast.left, ast.right]
    case 'negate':
      return [ast.operand]
    case 'filter':
      return [ast.base, ...ast.predicates]
    case 'path': {
      const predicates = ast.steps.flatMap((step) => step.predicates)
      return typeof ast.from === 'string' ? predicates : [ast.from, ...predicates]
    }
  }
}

/**
 * What a path through the form says, without its predicates; null for paths that start elsewhere (`instance()`),
 * use another axis, or are a bare name, which XLSForm only knows as a column of a list or a repeat.
 */
export function formPathOf(ast: Expression): FormPath | null {
  if (ast.kind !== 'path') return null
  const fromCurrent =
    typeof ast.from !== 'string' &&
    ast.from.kind === 'call' &&
    ast.from.name === 'current' &&
    ast.from.args.length === 0
  if (typeof ast.from !== 'string' && !fromCurrent) return null
  const path: FormPath = { absolute: ast.from === 'root', up: 0, names: [] }
  for (const step of ast.steps) {
    if (step.axis === 'parent' && step.test === 'node()' && path.names.length === 0) path.up++
    else if (step.axis === 'child' && step.test !== '*' && !step.test.endsWith(')'))
      path.names.push(step.test)
    else if (step.axis !== 'self' || step.test !== 'node()') return null
  }
  const bare = ast.from === 'here' && ast.steps[0]?.axis === 'child'
  return bare ? null : path
}

/** `./x`: what stands in the group that the expression belongs to, and a column where rows are looked at. */
export function isOwnPart(path: PathExpression): boolean {
  return path.from === 'here' && path.steps[0]?.axis === 'self'
}

/** The name of a bare column (`region` in a choice filter or predicate); null for anything else. */
export function columnOf(ast: Expression): string | null {
  if (ast.kind !== 'path' || ast.from !== 'here') return null
  const steps = ast.steps.filter((step) => step.axis !== 'self')
  const [step] = steps
  const named = steps.length === 1 && step?.axis === 'child' && step.predicates.length === 0
  return named && step.test !== '*' && !step.test.endsWith(')') ? step.test : null
}

/**
 * Whether the columns of the row in sight take part: bare names, or `.` and other paths without a start. Names
 * inside predicates belong to other rows.
 */
export function usesColumns(ast: Expression): boolean {
  if (ast.kind === 'filter') return usesColumns(ast.base)
  if (ast.kind !== 'path') return childrenOf(ast).some(usesColumns)
  if (typeof ast.from !== 'string') return usesColumns(ast.from)
  return ast.from === 'here' && ast.steps[0]?.axis !== 'parent'
}

/**
 * Names of the questions whose answers the expression reads, each once, in the order of the text: `${name}` and
 * the last name of each path through the form. `.`, list columns and `${last-saved#x}` don't count.
 */
export function dependenciesOf(ast: Expression): string[] {
  const names = new Set<string>()
  collect(ast, names)
  return [...names]
}

function collect(ast: Expression, names: Set<string>): void {
  if (ast.kind === 'reference' && !ast.lastSaved) names.add(ast.name)
  if (ast.kind === 'path') addPath(ast, names)
  for (const child of childrenOf(ast)) collect(child, names)
}

function addPath(ast: PathExpression, names: Set<string>): void {
  const name = formPathOf(ast)?.names.at(-1)
  if (name !== undefined) names.add(name)
}
