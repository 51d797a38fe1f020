import type { FormLanguage } from '#worker/api/forms.ts'
import type { Issue } from '#worker/api/issues.ts'
import type { FieldPlan } from '#worker/domain/qgis/plan.ts'
import type { MediaFiles } from '#worker/domain/xlsform/media.ts'
import type { OtherLanguage } from '#worker/domain/xlsform/other-languages.ts'
import type { Entities } from '#worker/domain/xlsform/entities.ts'
import type { FormWords } from '#worker/domain/xlsform/project-words.ts'
import type { ListSource, QuestionType } from '#worker/domain/xlsform/question-types.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

/** The columns of the survey sheet that questions and groups keep with their addresses. */
export const cellKeys = [
  'type',
  'name',
  'label',
  'hint',
  'guidance_hint',
  'relevant',
  'constraint',
  'constraint_message',
  'required',
  'required_message',
  'readonly',
  'default',
  'calculation',
  'trigger',
  'choice_filter',
  'parameters',
  'appearance',
  'repeat_count',
  'rows',
  'save_to',
  'image',
  'big-image',
  'audio',
  'video',
  'odk:length',
] as const
export type CellKey = (typeof cellKeys)[number]
/** What a form says once a language. */
export const translatedKeys: ReadonlySet<string> = new Set<CellKey>([
  'label',
  'hint',
  'guidance_hint',
  'constraint_message',
  'required_message',
  'image',
  'big-image',
  'audio',
  'video',
])
export type Cells = Partial<Record<CellKey, Cell>>

export type FormNode = Question | Group

export interface Question {
  kind: 'question'
  sheet: string
  row: number
  /** As the form says it. */
  name: string
  /** Column of the layer, where there is one; set once the whole form is known. */
  column: string | null
  type: QuestionType
  list: ChoiceList | null
  /** In the shown language; empty when there is none. */
  label: string
  hint: string
  guidance: string
  constraintMessage: string
  requiredMessage: string
  cells: Cells
  /** Words in lower case. */
  appearance: string[]
  parameters: Record<string, string>
  /** Outermost first. */
  groups: Group[]
}

export interface Group {
  kind: 'group'
  sheet: string
  row: number
  name: string
  label: string
  cells: Cells
  appearance: string[]
  /** Outermost first, without itself. */
  groups: Group[]
  /** A repeat's children stand in a layer of their own. */
  control: 'group' | 'repeat'
  /** One choice's part of a loop: its questions' columns are called after it. */
  ofLoop: boolean
  children: FormNode[]
}

/** A table of the project: the survey itself, or one repeat. */
export interface FormLayer {
  /** `survey`, or the repeat's name as a table. */
  table: string
  repeat: Group | null
  parent: FormLayer | null
  /** Tree of its form; repeats stand in it as leaves. */
  root: FormNode[]
  /** Questions of its tree, in the order of the sheet. */
  questions: Question[]
  /** The question that stands for the layer's geometry. */
  geometry: Question | null
}

export interface Choice {
  name: string
  /** What the form calls it, where a column cannot hold that. */
  original?: string
  /** In the shown language; the name when the form gives none. */
  label: string
  /** In the project's other languages by their codes, where they differ. */
  others?: ReadonlyMap<string, string>
  /** A picture's file. */
  image?: Cell
  /** A sound or video, which a list cannot play. */
  unheard?: Cell
  /** Values of the sheet's other columns. */
  extra: ReadonlyMap<string, string>
}

export interface ChoiceList {
  name: string
  source: ListSource
  choices: Choice[]
  /** Other columns that have a value in this list. */
  columns: string[]
  /** Other columns of its sheet, which a filter may name though they are empty in this list. */
  sheetColumns: string[]
  /** Its layer and table, where the project has one. */
  table: string
  /** Something reads it as a layer: a filter, a multiple selection, instance(). Else it lives in widgets alone. */
  inProject: boolean
}

/** A form's structure in one language, before its expressions are translated. */
export interface FormModel {
  fileName: string
  title: string
  /** What we say in it ourselves. */
  words: FormWords
  formId: string | null
  version: string | null
  entities: Entities | null
  settings: Record<string, Cell>
  languages: FormLanguage[]
  language: string | null
  /** Languages that the project can be switched to. */
  others: OtherLanguage[]
  /** The form's own pictures, sounds and videos. */
  media: MediaFiles
  /** Cells of words that a language lacks while another has them, by the language's name. */
  missing: ReadonlyMap<string, number>
  /** The survey first, parents before their children. */
  layers: FormLayer[]
  lists: ReadonlyMap<string, ChoiceList>
  /** The list that fills a sheet or file of that name, for instance() and pulldata(). */
  findFile: (id: string) => ChoiceList | null
  /** What `findFile` has found so far. */
  foundFiles: () => ChoiceList[]
}

/** What QGIS evaluates for one question or group. */
export interface Translated {
  /** Visibility in the form; null = always. Never NULL when evaluated. */
  visible: string | null
  /** The same for constraints, which see the layer alone. */
  guard: string | null
  required: true | string | null
  constraint: string | null
  readonly: true | string | null
  default: { expression: string; onUpdate: boolean } | null
  /** How to put choices in order, where that is asked. */
  rankHtml: string
  reuseLast: boolean
  /** Number of entries that a repeat should have, in the layer that it stands in. */
  repeatCount: string | null
  choiceFilter: string | null
  /** The alias as an expression, where the label has `${}`. */
  alias: string | null
  /** HTML with `[% %]`; empty when there is none. */
  labelHtml: string
  hintHtml: string
  guidanceHtml: string
  /** Its pictures, sounds and videos, and the pictures of its choices. */
  mediaHtml: string
  choicesHtml: string
}

export type ColumnType = FieldPlan['type']

/** A hidden column of a repeat's layer that holds an answer of a layer above, for choice filters. */
export interface Carrier {
  column: string
  expression: string
  type: ColumnType
}

/** A form's expressions for one set of layer names. */
export interface TranslatedForm {
  words: FormWords['own']
  nodes: ReadonlyMap<FormNode, Translated>
  types: ReadonlyMap<Question, ColumnType>
  /** Questions with a column by layer, in the order in which their values can be computed. */
  columns: ReadonlyMap<FormLayer, Question[]>
  carriers: ReadonlyMap<FormLayer, Carrier[]>
  /** `instance_name` as a QGIS expression. */
  displayExpression: string | null
}

/** A compiled form: structure, expressions, and everything that was not carried over. */
export interface CompiledForm extends FormModel {
  translated: TranslatedForm
  issues: Issue[]
}
