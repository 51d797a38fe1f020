import * as z from 'zod'
import { AppErrorData } from '#worker/api/errors.ts'
import { Issue } from '#worker/api/issues.ts'
import { OutputFile } from '#worker/api/output.ts'
import { Extent, GeometryType } from '#worker/api/sources.ts'

/** QFieldCloud's three types beside ours. */
export const JobType = z.enum([
  'generate',
  'basemap',
  'drone',
  'sync',
  'process_projectfile',
  'package',
  'delta_apply',
])
export type JobType = z.infer<typeof JobType>

/**
 * QFieldCloud's words: `pending` waits for its next attempt's time, `queued` may run now, `started` runs,
 * `finished` succeeded, `stopped` was cancelled, `failed` gave up.
 */
export const JobState = z.enum(['pending', 'queued', 'started', 'finished', 'stopped', 'failed'])
export type JobState = z.infer<typeof JobState>

/** What a coordinator asks for: the main job. Paths are absolute. */
export const GenerateRequest = z.strictObject({
  title: z.string().trim().min(1).max(200),
  form: z.string(),
  features: z.string().optional(),
  tasks: z.string().optional(),
  aoi: z.string().optional(),
  extent: Extent.optional(),
  basemap: z.string().optional(),
  language: z.string().optional(),
  /** Add the OpenStreetMap XYZ layer at the bottom; it shows only where there is a network. */
  openStreetMap: z.boolean().default(true),
  /** A project without features starts with drawing them; false = it starts with looking, as with features. */
  openInEditMode: z.boolean().default(true),
  /** The project's folder: made by the job, or empty. */
  out: z.string(),
})
export type GenerateRequest = z.input<typeof GenerateRequest>

const BuiltLayer = z.strictObject({
  name: z.string(),
  geometry: GeometryType.or(z.literal('Raster')),
  count: z.int().nullable(),
})

/** What the main job made, and what it changed on the way. */
export const GenerateResult = z.strictObject({
  /** Absolute path of the project's folder and of its .qgz. */
  folder: z.string(),
  project: z.string(),
  slug: z.string(),
  title: z.string(),
  extent: Extent,
  layers: z.array(BuiltLayer),
  /** Form issues and gaps together, and what the geometry pass and the builder changed. */
  issues: z.array(Issue),
  files: z.array(OutputFile),
  /** Empty folders that belong to the project: where QField puts attachments. */
  folders: z.array(z.string()),
})
export type GenerateResult = z.infer<typeof GenerateResult>

/** An address to fetch from: without a user or password in it, since requests are kept as they came. */
export const FetchUrl = z
  .url({ protocol: /^https?$/, hostname: /.+/ })
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && url.username === '' && url.password === ''
  })

/** Flight values as a drone's plugin for QField reads them; each becomes a project variable `dtm_…`. */
export const FlightParams = z.strictObject({
  /** Ground sampling distance, centimetres a pixel. */
  gsd: z.number().positive().optional(),
  /** Height above ground, metres. */
  agl: z.number().positive().optional(),
  /** Per cent, both. */
  forwardOverlap: z.number().min(0).max(100).optional(),
  sideOverlap: z.number().min(0).max(100).optional(),
})
export type FlightParams = z.infer<typeof FlightParams>

/** A QField project for flying over task areas, as one zip. The areas, and the plugin's zip, are the job's inputs. */
export const DroneRequest = z.strictObject({
  /** Names the zip, its folder and the project in it, once it is safe as a file's name. */
  projectName: z.string().trim().min(1).max(200),
  extent: Extent,
  flight: FlightParams.default({}),
  /** A GeoTIFF of heights; one that cannot be had is an issue of the result, not a failure. */
  demUrl: FetchUrl.optional(),
})
export type DroneRequest = z.input<typeof DroneRequest>

/** The zip is the only one of `files`. */
export const DroneResult = z.strictObject({
  projectName: z.string(),
  extent: Extent,
  layers: z.array(BuiltLayer),
  issues: z.array(Issue),
  files: z.array(OutputFile),
})
export type DroneResult = z.infer<typeof DroneResult>

/**
 * Adds an offline basemap to a project in QFieldCloud. Who may is told apart from the request, in memory only; a
 * worker that does not know an account for the job ends it with `cloud.noAccount`.
 */
export const BasemapRequest = z.strictObject({
  title: z.string().trim().min(1).max(200),
  /** The project's id in QFieldCloud. */
  projectId: z.uuid(),
  /** Where the .mbtiles is fetched. */
  basemapUrl: FetchUrl,
})
export type BasemapRequest = z.input<typeof BasemapRequest>

/** `files` are those of the project, with the changed .qgz and without the .mbtiles. */
export const BasemapResult = z.strictObject({
  /** The project's file, of `files`. */
  project: z.string(),
  /** What the project calls the .mbtiles, which has to stand there too; relative to the project's files. */
  basemap: OutputFile,
  layers: z.array(BuiltLayer),
  issues: z.array(Issue),
  files: z.array(OutputFile),
})
export type BasemapResult = z.infer<typeof BasemapResult>

export const JobStep = z.strictObject({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Milliseconds, once it ended. */
  ms: z.number().nullable(),
})
export type JobStep = z.infer<typeof JobStep>

export const Job = z.strictObject({
  id: z.string(),
  type: JobType,
  state: JobState,
  title: z.string(),
  /** Whose job it is when somebody else asked for it: `database on host`; null for this computer's own. */
  origin: z.string().nullable(),
  /** The request as it was asked, without the files' bytes. */
  request: z.record(z.string(), z.unknown()),
  /** 0..1 over the whole job; null before anything is known. */
  progress: z.number().min(0).max(1).nullable(),
  steps: z.array(JobStep),
  attempts: z.int(),
  maxAttempts: z.int(),
  error: AppErrorData.nullable(),
  result: z.unknown().nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  updatedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  /** Somebody asked for a stop and the work has not answered yet. */
  cancelRequested: z.boolean(),
})
export type Job = z.infer<typeof Job>

export const LogLine = z.strictObject({
  id: z.int(),
  jobId: z.string(),
  attempt: z.int(),
  at: z.string(),
  level: z.enum(['debug', 'info', 'warning', 'error']),
  message: z.string(),
})
export type LogLine = z.infer<typeof LogLine>
