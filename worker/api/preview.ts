import * as z from 'zod'
import { FormLanguage } from '#worker/api/forms.ts'

/**
 * Answers of one record: by key (names of the groups around a question and its own, with `/` between), as ODK's
 * text (`7`, `2026-05-04`, `a b`, `OK`, `latitude longitude 0 0`). Calculations need none.
 */
export interface SampleRecord {
  answers: Record<string, string>
  /** Records of each repeat, by its key. */
  repeats: Record<string, SampleRecord[]>
}

export const SampleRecord: z.ZodType<SampleRecord, SampleRecord> = z.strictObject({
  answers: z.record(z.string(), z.string()),
  repeats: z.record(z.string(), z.array(z.lazy(() => SampleRecord))),
})

/** A form as a person would fill it in: which file, in which language (left out: the form's own default). */
const FormSource = z.strictObject({ path: z.string(), language: z.string().optional() })

export const PreviewRequest = FormSource.extend({
  /** Of `pages`, from 0; the last one when there are fewer. */
  page: z.int().min(0),
  /** Null: a new record with the form's defaults. */
  record: SampleRecord.nullable(),
})
export type PreviewRequest = z.infer<typeof PreviewRequest>

/** A new entry of a repeat, by its key. */
export const EntryRequest = FormSource.extend({ repeat: z.string() })

export const PreviewQuestion = z.strictObject({
  kind: z.literal('question'),
  key: z.string(),
  name: z.string(),
  /** Row in the survey sheet. */
  row: z.int(),
  /** XLSForm's type word, normalised (`select_one`). */
  type: z.string(),
  /** With answers filled in; plain text, as all words here. */
  label: z.string(),
  hint: z.string(),
  guidance: z.string(),
  /** A text of several lines. */
  multiline: z.boolean(),
  /** Of a range question; null for others. */
  range: z.strictObject({ start: z.number(), end: z.number(), step: z.number() }).nullable(),
  visible: z.boolean(),
  /** The form's own condition; empty when there is none. */
  relevant: z.string(),
  required: z.boolean(),
  readonly: z.boolean(),
  /** It computes itself, and cannot be answered. */
  computed: z.boolean(),
  /** Empty while the question is not visible. */
  value: z.string(),
  /** Null where the question has no list. */
  choices: z.array(z.strictObject({ name: z.string(), label: z.string() })).nullable(),
  /** Whether the answer keeps `required` and `constraint`; always while the question is not visible. */
  valid: z.boolean(),
  /** What the form says about an answer that is not valid; empty when it is, or when the form has no words for it. */
  message: z.string(),
  /** Expressions that could not be evaluated, as `issue.<code>`: the question acts as if it had none. */
  problems: z.array(
    z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
})
export type PreviewQuestion = z.infer<typeof PreviewQuestion>

/** What the form computes unseen. */
export const ComputedValue = z.strictObject({
  key: z.string(),
  name: z.string(),
  row: z.int(),
  value: z.string(),
})
export type ComputedValue = z.infer<typeof ComputedValue>

export interface PreviewGroup {
  kind: 'group'
  label: string
  row: number
  visible: boolean
  items: PreviewItem[]
}

export interface PreviewRepeat {
  kind: 'repeat'
  key: string
  label: string
  row: number
  visible: boolean
  records: { items: PreviewItem[]; computed: ComputedValue[] }[]
}

export type PreviewItem = PreviewQuestion | PreviewGroup | PreviewRepeat

const PreviewItem: z.ZodType<PreviewItem> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    PreviewQuestion,
    z.strictObject({
      kind: z.literal('group'),
      label: z.string(),
      row: z.int(),
      visible: z.boolean(),
      items: z.array(PreviewItem),
    }),
    z.strictObject({
      kind: z.literal('repeat'),
      key: z.string(),
      label: z.string(),
      row: z.int(),
      visible: z.boolean(),
      records: z.array(z.strictObject({ items: z.array(PreviewItem), computed: z.array(ComputedValue) })),
    }),
  ]),
)

/** A form with answers in it, one page in full. Root groups are pages, in the order of the form. */
export const FormPreview = z.strictObject({
  title: z.string(),
  languages: z.array(FormLanguage),
  /** The language that is shown; null when the form names none. */
  language: z.string().nullable(),
  direction: z.enum(['ltr', 'rtl']),
  /** Name of the survey sheet, which all rows here are rows of. */
  sheet: z.string(),
  pages: z.array(
    z.strictObject({
      title: z.string(),
      visible: z.boolean(),
      /** Of everything that stands on it, in repeats too. */
      rows: z.array(z.int()),
      /** Of visible questions without a valid answer. */
      invalid: z.array(z.int()),
    }),
  ),
  /** The one that `items` belong to. */
  page: z.int(),
  items: z.array(PreviewItem),
  /** Of the whole form; repeats' own stand with their records. */
  computed: z.array(ComputedValue),
  /** The new record, when there was none in the request. */
  record: SampleRecord.nullable(),
})
export type FormPreview = z.infer<typeof FormPreview>
