import { arithmetic, negation } from '#worker/domain/qgis/expression/arithmetic.ts'
import { equality, ordering } from '#worker/domain/qgis/expression/compare.ts'
import type { Compiling, Row } from '#worker/domain/qgis/expression/compiling.ts'
import { functionCall } from '#worker/domain/qgis/expression/functions.ts'
import { junction } from '#worker/domain/qgis/expression/logic.ts'
import { pathValue, questionValue, severalValue } from '#worker/domain/qgis/expression/path.ts'
import { toResult } from '#worker/domain/qgis/expression/result.ts'
import { nothing, numberTerm, textTerm } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { ExpressionProblem, Reference, Scope, Translation } from '#worker/domain/qgis/scope.ts'
import type { Expression, Span } from '#worker/domain/xpath/ast.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'
import { xpathCodes } from '#worker/domain/xpath/problems.ts'
import type { XPathCode } from '#worker/domain/xpath/problems.ts'
import type { FormPath } from '#worker/domain/xpath/references.ts'

/** pyxform reads these as truth values where they are the whole cell, as spreadsheets write them. */
const truthWords: ReadonlyMap<string, string> = new Map([
  ['yes', 'true()'],
  ['true', 'true()'],
  ['no', 'false()'],
  ['false', 'false()'],
])

/**
 * Translates an XPath cell into a QGIS expression that every QGIS from 3.22 on can parse. Empty answers behave
 * as in ODK: filters, constraints and relevance are true or false, never NULL. What has no translation is a
 * problem of level `error`, and then there is no expression. Never throws.
 */
export function translateXPath(text: string, scope: Scope): Translation {
  const word = scope.place === 'choiceFilter' ? undefined : truthWords.get(text.trim().toLowerCase())
  const parsed = parseXPath(word ?? text)
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] }
  const { term, problems, references, once } = translateTerm(parsed.ast, scope)
  if (problems.some((problem) => problem.level === 'error')) return { ok: false, problems }
  const result = toResult(term, scope)
  return { ok: true, expression: result.text, type: result.type, references, once, problems }
}

/** The translated piece itself, for labels, before it is made to fit the place. */
export function translateTerm(
  ast: Expression,
  scope: Scope,
): { term: Term; problems: ExpressionProblem[]; references: string[]; once: boolean } {
  const notes: Notes = { problems: [], references: new Set(), once: false }
  const row: Row =
    scope.listColumns === null ? { kind: 'form' } : { kind: 'filtered', columns: scope.listColumns }
  const term = new Translator(scope, row, notes).term(ast)
  return { term, problems: notes.problems, references: [...notes.references], once: notes.once }
}

interface Notes {
  problems: ExpressionProblem[]
  references: Set<string>
  once: boolean
}

class Translator implements Compiling {
  readonly scope: Scope
  readonly row: Row
  readonly #notes: Notes

  constructor(scope: Scope, row: Row, notes: Notes) {
    this.scope = scope
    this.row = row
    this.#notes = notes
  }

  term(ast: Expression): Term {
    switch (ast.kind) {
      case 'number':
        return numberTerm(ast.value)
      case 'string':
        return textTerm(ast.value)
      case 'reference':
        if (ast.lastSaved) return this.fail('xpath.unsupported', { feature: 'last-saved' }, ast.span)
        return questionValue(ast.name, ast.span, this)
      case 'call':
        return functionCall(ast, this)
      case 'negate':
        return negation(this.term(ast.operand), this, ast.operand.span)
      case 'path':
        return pathValue(ast, this)
      case 'filter':
        return severalValue(ast, this)
      case 'binary':
        return this.#binary(ast)
    }
  }

  #binary(ast: Expression & { kind: 'binary' }): Term {
    const { operator } = ast
    if (operator === '|') return this.fail('xpath.unsupported', { feature: '|' }, ast.span)
    const [left, right] = [this.term(ast.left), this.term(ast.right)]
    switch (operator) {
      case 'and':
      case 'or':
        return junction(left, right, operator)
      case '=':
      case '!=':
        return equality(left, right, operator === '!=', this, ast.span)
      case '<':
      case '<=':
      case '>':
      case '>=':
        return ordering(left, right, operator, this, ast.span)
      case '+':
      case '-':
      case '*':
      case 'div':
      case 'mod':
        return arithmetic(left, right, operator, this, [ast.left.span, ast.right.span])
    }
  }

  inside(row: Row): Compiling {
    return new Translator(this.scope, row, this.#notes)
  }

  report(code: XPathCode, params: Record<string, string | number>, span: Span): void {
    const { problems } = this.#notes
    const known = problems.some(
      (one) => one.code === code && one.span.start === span.start && one.span.end === span.end,
    )
    if (!known)
      problems.push({ level: xpathCodes[code][0], code, params, span: { start: span.start, end: span.end } })
  }

  fail(code: XPathCode, params: Record<string, string | number>, span: Span): Term {
    this.report(code, params, span)
    return nothing('unknown')
  }

  lookUp(name: string): Reference | null {
    const reference = this.scope.resolve(name)
    if (reference !== null) this.#notes.references.add(name)
    return reference
  }

  lookUpPath(path: FormPath): Reference | null {
    const name = path.names.at(-1)
    if (name === undefined) return null
    if (this.scope.resolvePath === undefined) return this.lookUp(name)
    const reference = this.scope.resolvePath(path)
    if (reference !== null) this.#notes.references.add(name)
    return reference
  }

  unsteady(): void {
    this.#notes.once = true
  }
}
