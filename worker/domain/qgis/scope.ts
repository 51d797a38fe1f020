import type { FieldPlan } from '#worker/domain/qgis/plan.ts'
import type { Span } from '#worker/domain/xpath/ast.ts'
import type { FormPath } from '#worker/domain/xpath/references.ts'

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
  /** Where it stands, seen from the layer that owns the expression; left out: in that same layer. */
  level?: Level
  /** A geometry whose layer holds nothing else: one shape for each feature above it. */
  alone?: boolean
}

/**
 * The way from the layer that owns an expression to another layer of the form. Children carry their parent's
 * `uuid` in `uuid_parent`, and their order in `idx`. Layers are named as in the project.
 */
export type Level =
  | { at: 'self' }
  /** A layer above: the parent first, then its parent, up to the one that is meant. */
  | {
      at: 'ancestor'
      layers: string[]
      /** Hidden column of this layer that carries the value, for choice filters; null when there is none. */
      carrier: string | null
    }
  /** A repeat below, or a question in it: the child layer first, down to the one that is meant. */
  | {
      at: 'descendant'
      layers: string[]
      /** Id of the relation between this layer and the first of `layers`. */
      relation: string
    }
  /** Rows with the same parent as this one: the own repeat as a whole, or a repeat beside it. */
  | { at: 'sibling'; layer: string }

export interface ListReference {
  /** Name of the list layer in the project; null when the list lives in a ValueMap. */
  layer: string | null
  /** Column that holds the label in the shown language. */
  label: string
  /** For ValueMap lists and jr:choice-name(). */
  choices: { name: string; label: string; original?: string }[]
}

/** What an expression may see. Pure lookups: the form compiler supplies them. */
export interface Scope {
  place: Place
  /** The question that owns the expression: what `.` means. */
  self: Reference | null
  /** `${name}`, and paths resolved to a name; null when the form has no such question. */
  resolve(name: string): Reference | null
  /** Paths (`../x`, `/data/g/x`) against the form's tree; left out: the path's last name is resolved. */
  resolvePath?(path: FormPath): Reference | null
  /** Columns of the list that a choice_filter filters; null elsewhere. */
  listColumns: ReadonlySet<string> | null
  /** What the form calls that list; left out: it has no name. */
  listName?: string
  /** instance('id') and pulldata('id', …): the list layer of that name; null when there is none. */
  instance(id: string): { layer: string; columns: ReadonlySet<string> } | null
  /** Layer of the repeat that owns the expression, for position(..); left out or null: the survey's own layer. */
  repeat?: string | null
  /**
   * Type that a default must have, which is its column's; left out: as it comes. Filters, constraints and
   * relevance are always boolean.
   */
  result?: ValueType
}

/**
 * `set` is a select_multiple's stored form. `unknown` is a list column, text or number. A `boolean` column is an
 * acknowledge question: ODK's `OK` or nothing.
 */
export type ValueType =
  'boolean' | 'integer' | 'decimal' | 'text' | 'date' | 'datetime' | 'time' | 'set' | 'geometry' | 'unknown'

export interface ExpressionProblem {
  /** `error`: there is no translation. `warning`: it works differently. `info`: worth knowing. */
  level: 'error' | 'warning' | 'info'
  /** `xpath.…`; the whole list is in expression/problems.ts. */
  code: string
  params: Record<string, string | number>
  /** Character offsets in the original text. */
  span: Span
}

export type Translation =
  | {
      ok: true
      expression: string
      type: ValueType
      /** Names of the questions whose answers it reads, as written in the XPath; `.` is not among them. */
      references: string[]
      /** True when it must not be evaluated again on update: once(), random(), uuid(). */
      once: boolean
      problems: ExpressionProblem[]
    }
  | { ok: false; problems: ExpressionProblem[] }
