import * as z from 'zod'
import { FilesPolicy, TlsMode } from '#worker/api/mirror.ts'

const fields = {
  /** Python of the QGIS to use; null = find one. */
  qgisPython: z.string().nullable(),
  /** Where the window puts new projects; null = Documents/Fieldpack. */
  projectsFolder: z.string().nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  /** Postgres with qgis_jobs, without its password; null = work alone. */
  postgresUrl: z.string().nullable(),
  postgresTls: TlsMode,
  /** Certificate (PEM) of the authority that signed the server's; null = the system's. */
  postgresCaFile: z.string().nullable(),
  /** Run the jobs that others put into qgis_jobs. */
  takeJobs: z.boolean(),
  /** Which files of this computer's jobs go to Postgres. */
  mirrorFiles: FilesPolicy,
  /** Hours after which jobs of others that have ended leave Postgres; our own never do. */
  orphanHours: z.int().min(1).max(8760),
  /** Certificate (PEM) of an authority to trust beside the system's, for a QFieldCloud of one's own. */
  cloudCaFile: z.string().nullable(),
  /** Longest time one QGIS call may take, in seconds. */
  qgisTimeLimit: z.int().min(10).max(86_400),
}

export const Settings = z.strictObject({
  qgisPython: fields.qgisPython.default(null),
  projectsFolder: fields.projectsFolder.default(null),
  theme: fields.theme.default('system'),
  postgresUrl: fields.postgresUrl.default(null),
  postgresTls: fields.postgresTls.default('verify'),
  postgresCaFile: fields.postgresCaFile.default(null),
  takeJobs: fields.takeJobs.default(false),
  mirrorFiles: fields.mirrorFiles.default('small'),
  orphanHours: fields.orphanHours.default(1),
  cloudCaFile: fields.cloudCaFile.default(null),
  qgisTimeLimit: fields.qgisTimeLimit.default(3600),
})
export type Settings = z.infer<typeof Settings>

/** Some settings to change. Without defaults: zod's `partial()` keeps them, and would reset all the others. */
export const SettingsChange = z.strictObject(fields).partial()
