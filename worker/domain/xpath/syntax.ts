import type { ExpressionProblem } from '#worker/domain/qgis/scope.ts'
import type { Span } from '#worker/domain/xpath/ast.ts'

export type SyntaxReason =
  'empty' | 'unexpected' | 'unfinished' | 'unclosedString' | 'unclosedReference' | 'tooDeep' | 'tooLong'

/** Unwinds lexer and parser; `parseXPath` catches it, so that nobody else ever sees it. */
export class SyntaxFailure extends Error {
  readonly problem: ExpressionProblem

  constructor(reason: SyntaxReason, found: string, span: Span) {
    super(`${reason} ${found}`)
    this.problem = {
      level: 'error',
      code: 'xpath.syntax',
      params: { reason, found },
      span: { start: span.start, end: span.end },
    }
  }
}
