import type { FieldPlan } from '#worker/domain/qgis/plan.ts'

/** Where a translated expression is evaluated; it decides how `${x}` is written (xlsform rules 2.1). */
export type Place = 'default' | 'relevance' | 'constraint' | 'choiceFilter' | 'label'

/** What `${x}` stands for in this layer. */
export interface Reference {
  kind: 'field' | 'geometry' | 'note' | 'group' | 'repeat'
  /** Column name in the layer (may differ from the question's name). */
  column: string
  type: FieldPlan['type']
  /** True for select_multiple and rank: stored as `{"a","b"}`. */
  multiple: boolean
  /** Choice list of a select; null for others. */
  list: ListReference | null
}

export interface ListReference {
  /** Name of the list layer in the project; null when the list lives in a ValueMap. */
  layer: string | null
  /** Column that holds the label in the shown language. */
  label: string
  /** For ValueMap lists and jr:choice-name(). */
  choices: { name: string; label: string }[]
}

/** What an expression may see. Pure lookups: the form compiler supplies them. */
export interface Scope {
  place: Place
  /** The question that owns the expression: what `.` means. */
  self: Reference | null
  /** `${name}`, and paths resolved to a name; null when the form has no such question. */
  resolve(name: string): Reference | null
  /** Columns of the list that a choice_filter filters; null elsewhere. */
  listColumns: ReadonlySet<string> | null
  /** instance('id') and pulldata('id', …): the list layer of that name; null when there is none. */
  instance(id: string): { layer: string; columns: ReadonlySet<string> } | null
}

export type ValueType = 'boolean' | 'integer' | 'decimal' | 'text' | 'date' | 'datetime' | 'time' | 'set' | 'geometry' | 'unknown'

export interface ExpressionProblem {
  level: 'error' | 'warning' | 'info'
  /** `xpath.syntax`, `xpath.unknownReference`, `xpath.unknownFunction`, `xpath.unsupported`, `xpath.arguments`, `xpath.approximate` … */
  code: string
  params: Record<string, string | number>
  /** Character offsets in the original text. */
  span: { start: number; end: number }
}

export type Translation =
  | { ok: true; expression: string; type: ValueType; references: string[]; problems: ExpressionProblem[] }
  | { ok: false; problems: ExpressionProblem[] }
