import * as z from 'zod'

/** A file or folder that the user named by a dialog, a drop or the command line. Naming it grants it (S14). */
export const FileRef = z.strictObject({
  /** Absolute. */
  path: z.string(),
  /** The last segment. */
  name: z.string(),
  /** Bytes; 0 for a folder. */
  size: z.int(),
  isFolder: z.boolean(),
})
export type FileRef = z.infer<typeof FileRef>

/** What a file is wanted for: decides the dialog's title and its filters. */
export const FilePurpose = z.enum([
  'form',
  'features',
  'tasks',
  'area',
  'basemap',
  'qgis',
  'certificate',
  'project',
  'deltas',
  'people',
  'sheet',
])
export type FilePurpose = z.infer<typeof FilePurpose>
