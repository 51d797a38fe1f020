import * as z from 'zod'

/** What is read out of a project, and where to: the ending of `out` chooses the format. */
export const ExportRequest = z.strictObject({
  folder: z.string().min(1),
  out: z.string().regex(/\.(csv|xlsx|geojson)$/i),
})

export const ExportedResults = z.strictObject({
  /** Of the form. */
  title: z.string(),
  formId: z.string().nullable(),
  /** The survey first, then its repeats. */
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int() })),
  files: z.array(z.string()),
  /** What does not fit into a workbook and is missing from it. */
  cellsLeftOut: z.int(),
  rowsLeftOut: z.int(),
})
export type ExportedResults = z.infer<typeof ExportedResults>
