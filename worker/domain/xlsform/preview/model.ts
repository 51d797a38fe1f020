import type { ExpressionProblem } from '#worker/domain/qgis/scope.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'

/**
 * Sample answers of one record: by key (names of the groups around a question and its own, with `/` between), as
 * ODK's text (`7`, `2026-05-04`, `a b`, `OK`, `latitude longitude 0 0`). Calculations need none.
 */
export interface SampleRecord {
  answers: Record<string, string>
  /** Records of each repeat, by its key. */
  repeats: Record<string, SampleRecord[]>
}

/** A form as a person sees it with these answers: root groups are pages, in the order of the form. */
export interface Preview {
  pages: PreviewPage[]
  /** What the form computes unseen, by key; repeats' own stand with their records. */
  values: Record<string, string>
}

export interface PreviewPage {
  title: string
  visible: boolean
  items: PreviewItem[]
}

export type PreviewItem = PreviewQuestion | PreviewGroup | PreviewRepeat

export interface PreviewQuestion {
  kind: 'question'
  key: string
  name: string
  type: QuestionType
  /** With answers filled in; plain text. */
  label: string
  hint: string
  visible: boolean
  required: boolean
  readonly: boolean
  /** Empty while the question is not visible. */
  value: string
  /** Null where the question has no list. */
  choices: { name: string; label: string }[] | null
  /** Whether the answer keeps `required` and `constraint`; always while the question is not visible. */
  valid: boolean
  /** What to say about an answer that is not valid; else empty. */
  message: string
  /** Expressions that could not be evaluated: the question acts as if it had none. */
  problems: ExpressionProblem[]
}

export interface PreviewGroup {
  kind: 'group'
  label: string
  visible: boolean
  items: PreviewItem[]
}

export interface PreviewRepeat {
  kind: 'repeat'
  key: string
  label: string
  visible: boolean
  records: { items: PreviewItem[]; values: Record<string, string> }[]
}
