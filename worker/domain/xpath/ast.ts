/** Character offsets in the cell's text, end exclusive. */
export interface Span {
  start: number
  end: number
}

export type BinaryOperator =
  'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod' | '|'

/** XPath 1.0 as XLSForm writes it: the standard's grammar and `${name}`. */
export type Expression =
  | { kind: 'number'; value: number; span: Span }
  | { kind: 'string'; value: string; span: Span }
  /** `${name}`, or `${last-saved#name}`. */
  | { kind: 'reference'; name: string; lastSaved: boolean; span: Span }
  | CallExpression
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression; span: Span }
  | { kind: 'negate'; operand: Expression; span: Span }
  | PathExpression
  /** `base[predicate]…`, where base is anything but a path. */
  | { kind: 'filter'; base: Expression; predicates: Expression[]; span: Span }

export interface CallExpression {
  kind: 'call'
  /** With its prefix: `jr:choice-name`. */
  name: string
  args: Expression[]
  span: Span
}

export interface PathExpression {
  kind: 'path'
  /** `root` for `/a`, `here` for `a`, `.` and `..`, else the expression that the steps start from. */
  from: 'root' | 'here' | Expression
  steps: Step[]
  span: Span
}

export interface Step {
  /** `self` for `.`, `parent` for `..`, `attribute` for `@x`; any axis that is written out with `::`. */
  axis: string
  /** A name, `*`, or a node type with its parentheses (`node()`). */
  test: string
  predicates: Expression[]
  span: Span
}
