import * as z from 'zod'

/**
 * `error`: a question or expression is lost; `warning`: it behaves differently in QField; `info`: ignored
 * without effect on the data.
 */
const IssueLevel = z.enum(['error', 'warning', 'info'])
export type IssueLevel = z.infer<typeof IssueLevel>

/**
 * A problem in a form, as data. Wording stands in resources/locales as `issue.<code>` with `params`.
 * `kind` tells the author's mistakes (`form`) from what QField or this version cannot do (`gap`).
 */
export const Issue = z.strictObject({
  level: IssueLevel,
  kind: z.enum(['form', 'gap']),
  code: z.string(),
  /** Sheet name as it stands in the workbook; null for the workbook as a whole. */
  sheet: z.string().nullable(),
  /** 1-based row as the spreadsheet numbers it; null for a whole sheet. */
  row: z.int().positive().nullable(),
  /** Column letters as the spreadsheet shows them (`F`); null for a whole row. */
  column: z.string().nullable(),
  /** The question's name, where there is one. */
  question: z.string().nullable(),
  /** The cell's own text, where the issue is about it. */
  text: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Issue = z.infer<typeof Issue>
