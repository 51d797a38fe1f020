import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { GeometryType } from '#worker/api/sources.ts'

/** Where a project keeps its form: `QgsProject.readEntry(scope, key)`; `results.py` knows the same two words. */
export const formEntry = { scope: 'fieldpack', key: 'form' } as const

/**
 * One column of a layer: its name in the table, the question's name, the question's type, and the groups that the
 * question stands in, from its layer inwards. The type `seed` is an attribute that a feature came with; its
 * "question" is the attribute's name in the source.
 */
const RecordedColumn = z.tuple([z.string(), z.string(), z.string(), z.array(z.string())])
export type RecordedColumn = z.infer<typeof RecordedColumn>

/** What a project remembers of its form, so that answers can be read back under the form's own names. */
export const FormRecord = z.object({
  version: z.literal(1),
  title: z.string(),
  formId: z.string().nullable(),
  formVersion: z.string().nullable(),
  /** `survey` first, then one for each repeat, parents before their children. */
  tables: z.array(
    z.object({
      name: z.string(),
      parent: z.string().nullable(),
      /** The question that the layer's geometry answers. */
      geometry: z.object({ question: z.string(), groups: z.array(z.string()) }).nullable(),
      columns: z.array(RecordedColumn),
      /** The repeat's own name; projects of earlier versions lack this and the next. */
      repeat: z.string().nullable().default(null),
      /** By column, the form's names of choices that are stored under others. */
      renamed: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    }),
  ),
  /** Layers of the project with answers; one table has several where the features' geometry types are mixed. */
  layers: z.array(z.object({ id: z.string(), name: z.string(), table: z.string(), geometry: GeometryType })),
})
export type FormRecord = z.infer<typeof FormRecord>

/**
 * Reads the entry back.
 *
 * @throws AppError results.noForm when it is not what this version writes
 */
export function parseFormRecord(text: string, project: string): FormRecord {
  try {
    return FormRecord.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('results.noForm', { project }, { cause })
  }
}
