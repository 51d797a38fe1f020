import type { ExpressionProblem } from '#worker/domain/qgis/scope.ts'
import type { Expression, PathExpression, Span } from '#worker/domain/xpath/ast.ts'
import { calculate } from '#worker/domain/xpath/evaluate/arithmetic.ts'
import { equal, ordered } from '#worker/domain/xpath/evaluate/compare.ts'
import { callFunction } from '#worker/domain/xpath/evaluate/functions.ts'
import { firstOf, rowsOf } from '#worker/domain/xpath/evaluate/rows.ts'
import type { Evaluating, Found, Row, Sight } from '#worker/domain/xpath/evaluate/sight.ts'
import { toBoolean, toNumber } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import { xpathCodes } from '#worker/domain/xpath/problems.ts'
import type { XPathCode } from '#worker/domain/xpath/problems.ts'
import { columnOf, formPathOf, isOwnPart } from '#worker/domain/xpath/references.ts'

export type Evaluation = { ok: true; value: Value } | { ok: false; problem: ExpressionProblem }

/**
 * The value of an expression over sample answers, by the rules of ODK as QField can keep them (xlsform rules 2).
 * What cannot be evaluated is a problem with the translator's codes. Never throws.
 */
export function evaluateXPath(ast: Expression, sight: Sight): Evaluation {
  try {
    return { ok: true, value: new Evaluator(sight).value(ast) }
  } catch (error) {
    if (error instanceof EvaluationFailure) return { ok: false, problem: error.problem }
    throw error
  }
}

/** Unwinds the evaluation; `evaluateXPath` catches it, so that nobody else ever sees it. */
class EvaluationFailure extends Error {
  readonly problem: ExpressionProblem

  constructor(code: XPathCode, params: Record<string, string | number>, span: Span) {
    super(code)
    this.problem = { level: xpathCodes[code][0], code, params, span: { start: span.start, end: span.end } }
  }
}

class Evaluator implements Evaluating {
  readonly sight: Sight
  /** Whether `sight.columns` are those of a predicate's row, where `.` would be the row. */
  readonly #inPredicate: boolean

  constructor(sight: Sight, inPredicate = false) {
    this.sight = sight
    this.#inPredicate = inPredicate
  }

  value(ast: Expression): Value {
    switch (ast.kind) {
      case 'number':
      case 'string':
        return ast.value
      case 'reference':
        if (ast.lastSaved) return this.fail('xpath.unsupported', { feature: 'last-saved' }, ast.span)
        return this.#answer(this.sight.resolve(ast.name), ast.name, ast.span)
      case 'call':
        return callFunction(ast, this)
      case 'negate':
        return -toNumber(this.value(ast.operand))
      case 'filter':
        return this.#first(ast)
      case 'path':
        return this.#path(ast)
      case 'binary':
        return this.#binary(ast)
    }
  }

  inside(row: Row): Evaluating {
    const { sight } = this
    return new Evaluator(
      { ...sight, columns: row, resolve: (name) => row.resolve(name) ?? sight.resolve(name) },
      true,
    )
  }

  fail(code: XPathCode, params: Record<string, string | number>, span: Span): never {
    throw new EvaluationFailure(code, params, span)
  }

  #binary(ast: Expression & { kind: 'binary' }): Value {
    const { operator } = ast
    if (operator === 'and') return toBoolean(this.value(ast.left)) && toBoolean(this.value(ast.right))
    if (operator === 'or') return toBoolean(this.value(ast.left)) || toBoolean(this.value(ast.right))
    if (operator === '|') return this.fail('xpath.unsupported', { feature: '|' }, ast.span)
    const [left, right] = [this.value(ast.left), this.value(ast.right)]
    switch (operator) {
      case '=':
        return equal(left, right)
      case '!=':
        return !equal(left, right)
      case '<':
      case '<=':
      case '>':
      case '>=':
        return ordered(left, right, operator)
      case '+':
      case '-':
      case '*':
      case 'div':
      case 'mod':
        return calculate(left, right, operator)
    }
  }

  /** `.`, `../x`, `/data/g/x`, a bare column, or rows of which the first counts. */
  #path(path: PathExpression): Value {
    const { sight } = this
    const column = columnOf(path)
    if (column !== null && !(sight.columns === null && isOwnPart(path))) {
      if (sight.columns === null) return this.fail('xpath.bareName', { name: column }, path.span)
      return (
        sight.columns.read(column) ?? this.fail('xpath.unknownColumn', { name: column, list: '' }, path.span)
      )
    }
    const form = formPathOf(path)
    if (form === null || path.steps.some((step) => step.predicates.length > 0)) return this.#first(path)
    const name = form.names.at(-1)
    if (name !== undefined) {
      const found = sight.resolvePath === undefined ? sight.resolve(name) : sight.resolvePath(form)
      return this.#answer(found, name, path.span)
    }
    if (form.up > 0 || form.absolute) return this.fail('xpath.groupValue', { name: '..' }, path.span)
    if (this.#inPredicate && path.from === 'here')
      return this.fail('xpath.unsupported', { feature: '.' }, path.span)
    return sight.self ?? this.fail('xpath.unknownReference', { name: '.' }, path.span)
  }

  #answer(found: Found | null, name: string, span: Span): Value {
    if (found === null) return this.fail('xpath.unknownReference', { name }, span)
    if (found.kind === 'value') return found.value
    return this.fail(found.kind === 'group' ? 'xpath.groupValue' : 'xpath.repeatValue', { name }, span)
  }

  #first(ast: Expression): Value {
    const rows = rowsOf(ast, this)
    return rows === null
      ? this.fail('xpath.unsupported', { feature: 'path' }, ast.span)
      : firstOf(rows, ast, this)
  }
}
