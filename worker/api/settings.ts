import * as z from 'zod'

export const Settings = z.strictObject({
  /** Python of the QGIS to use; null = find one. */
  qgisPython: z.string().nullable().default(null),
  /** Where the window puts new projects; null = Documents/Fieldpack. */
  projectsFolder: z.string().nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Postgres with qgis_jobs, without its password; null = work alone. */
  postgresUrl: z.string().nullable().default(null),
  /** Longest time one QGIS call may take, in seconds. */
  qgisTimeLimit: z.int().min(10).max(86_400).default(3600),
})
export type Settings = z.infer<typeof Settings>
