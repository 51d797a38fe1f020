import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Reference, Scope } from '#worker/domain/qgis/scope.ts'
import type { CallExpression, Expression, Span } from '#worker/domain/xpath/ast.ts'
import type { FormPath } from '#worker/domain/xpath/references.ts'
import type { XPathCode } from '#worker/domain/xpath/problems.ts'

/** Whose columns a bare name means, and what `"x"` reads in the QGIS expression at that point. */
export type Row =
  | { kind: 'form' }
  /** The list that a choice filter filters. */
  | { kind: 'filtered'; columns: ReadonlySet<string> }
  /** A list layer inside aggregate(). */
  | { kind: 'list'; layer: string; columns: ReadonlySet<string> }
  /** A repeat's layer inside aggregate() or relation_aggregate(). */
  | { kind: 'repeat'; layer: string }

/** What the rules of operators and functions see of the translation under way. */
export interface Compiling {
  readonly scope: Scope
  readonly row: Row
  /** Translates a part where it stands. */
  term(ast: Expression): Term
  /** The same translation with other columns in sight. */
  inside(row: Row): Compiling
  /** Notes a problem; its level comes from the code. */
  report(code: XPathCode, params: Record<string, string | number>, span: Span): void
  /** Notes an error and stands in for the part, so that the rest is looked at too. */
  fail(code: XPathCode, params: Record<string, string | number>, span: Span): Term
  /** Looks up a question by name and notes that it is read. */
  lookUp(name: string): Reference | null
  /** The same for a path through the form. */
  lookUpPath(path: FormPath): Reference | null
  /** Notes that the expression gives another value each time. */
  unsteady(): void
}

/** How one XPath function is written; the number of arguments is checked before. */
export interface FunctionRule {
  least: number
  /** Infinity: as many as wanted. */
  most: number
  write(call: CallExpression, compiling: Compiling): Term
}
