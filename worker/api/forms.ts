import * as z from 'zod'
import { Issue } from '#worker/api/issues.ts'

export const FormLanguage = z.strictObject({
  /** As the header says it: `English (en)`; `default` for columns without a language. */
  name: z.string(),
  code: z.string().nullable(),
})
export type FormLanguage = z.infer<typeof FormLanguage>

/** One column of the survey layer, as the form made it. */
export const FormField = z.strictObject({
  name: z.string(),
  /** The question's own name, where the column had to be renamed. */
  question: z.string(),
  label: z.string(),
  /** XLSForm's type word, normalised (`select_one`). */
  type: z.string(),
  list: z.string().nullable(),
  required: z.boolean(),
  hidden: z.boolean(),
  /** Names of the groups around it, outermost first. */
  groups: z.array(z.string()),
  /** Row in the survey sheet. */
  row: z.int(),
})
export type FormField = z.infer<typeof FormField>

export const FormSummary = z.strictObject({
  title: z.string(),
  formId: z.string().nullable(),
  version: z.string().nullable(),
  languages: z.array(
    FormLanguage.extend({
      /** Labels, hints and messages that it lacks while another language has them. */
      missing: z.int(),
    }),
  ),
  /** The language that this compilation shows; null when the form names none. */
  language: z.string().nullable(),
  /** `point`, `line`, `polygon` when a geo question decides it; null when the form has none. */
  geometry: z.enum(['point', 'line', 'polygon']).nullable(),
  fields: z.array(FormField),
  /** The author's mistakes. */
  issues: z.array(Issue),
  /** What QField, or this version, cannot do. */
  gaps: z.array(Issue),
})
export type FormSummary = z.infer<typeof FormSummary>
