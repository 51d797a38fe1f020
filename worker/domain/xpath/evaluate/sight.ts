import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import type { CallExpression, Expression, Span } from '#worker/domain/xpath/ast.ts'
import type { XPathCode } from '#worker/domain/xpath/problems.ts'
import type { FormPath } from '#worker/domain/xpath/references.ts'

/** One record of a repeat or of a list. */
export interface Row {
  /** The answer or column of that name; null when a row of this kind has none. */
  read(name: string): Value | null
  /** What `${name}` means in a predicate on this row; null for what stands outside of it. */
  resolve(name: string): Found | null
}

/** What `${name}` stands for, seen from where an expression belongs. */
export type Found =
  | { kind: 'value'; value: Value }
  /** Of several records: the answers of that name, or the records themselves. */
  | { kind: 'rows'; rows: Row[]; column: string | null }
  | { kind: 'group' }

export interface Choice {
  name: string
  label: string
}

/** What comes from outside of the form, so that the same answers always give the same values. */
export interface Outside {
  /** The wall clock, `yyyy-MM-ddTHH:mm:ss`. */
  now: string
  /** At least 0, below 1. */
  random(): number
  /** 36 characters. */
  uuid(): string
  /** Hexadecimal; null for an algorithm (`md5`, `sha256` …) that is not at hand. */
  hash(algorithm: string, text: string): string | null
}

/** What an expression can see. Pure lookups: the preview supplies them. */
export interface Sight {
  /** `.`; null where no question owns the expression. */
  self: Value | null
  /** null when the form has no such question. */
  resolve(name: string): Found | null
  /** Paths through the form; left out: the last name counts. */
  resolvePath?(path: FormPath): Found | null
  /** Bare names of a choice filter: the columns of the choice in question; null elsewhere. */
  columns: Row | null
  /** Records of instance('id') and pulldata('id', …); null when there is no such list. */
  list(id: string): Row[] | null
  /** Choices of the select of that name; null when it is none. */
  choices(question: string): Choice[] | null
  /** Place of the own record in its repeat, from 1; null outside of repeats. */
  position: number | null
  /** The form's version. */
  version: string
  outside: Outside
}

/** What operators and functions see of the evaluation under way. */
export interface Evaluating {
  readonly sight: Sight
  value(ast: Expression): Value
  /** The same with a row's columns in sight. */
  inside(row: Row): Evaluating
  /** Ends the evaluation: `evaluateXPath` gives the problem back. */
  fail(code: XPathCode, params: Record<string, string | number>, span: Span): never
}

/** How one XPath function is computed; the number of arguments is checked before. */
export interface FunctionRule {
  least: number
  most: number
  run(call: CallExpression, evaluating: Evaluating): Value
}
