import * as z from 'zod'
import { SyncRequest } from '#worker/api/cloud.ts'
import { cloudCalls } from '#worker/api/cloud-calls.ts'
import { ApplyDeltasRequest, DeltaStatus, KeptDelta } from '#worker/api/deltas.ts'
import { DoctorReport } from '#worker/api/doctor.ts'
import { FormSummary } from '#worker/api/forms.ts'
import { GenerateRequest, Job, LogLine } from '#worker/api/jobs.ts'
import { EntryRequest, FormPreview, PreviewRequest, SampleRecord } from '#worker/api/preview.ts'
import { MirrorAddress, MirrorStatus, MirrorTest } from '#worker/api/mirror.ts'
import { ExportRequest, ExportedResults } from '#worker/api/results.ts'
import { CheckRequest, Finding, FolderLook, PackageRequest } from '#worker/api/projects.ts'
import { Settings, SettingsChange } from '#worker/api/settings.ts'
import { SourceSummary } from '#worker/api/sources.ts'

const jobId = z.strictObject({ id: z.string() })
const nothing = z.strictObject({})

/** Every question that the worker answers. The renderer, electron and the CLI know it by this map alone. */
export const calls = {
  'app.info': {
    input: nothing,
    output: z.strictObject({ version: z.string(), dataDir: z.string(), projectsFolder: z.string() }),
  },
  'doctor.run': { input: nothing, output: DoctorReport },
  'mirror.status': { input: nothing, output: MirrorStatus },
  /** Tries a connection without setting it. */
  'mirror.test': { input: MirrorAddress, output: MirrorTest },
  'settings.get': { input: nothing, output: Settings },
  'settings.set': { input: SettingsChange, output: Settings },
  'form.inspect': {
    input: z.strictObject({ path: z.string(), language: z.string().optional() }),
    output: FormSummary,
  },
  /** The form with these answers in it. */
  'preview.show': { input: PreviewRequest, output: FormPreview },
  /** A new entry of a repeat, with the form's defaults. */
  'preview.entry': { input: EntryRequest, output: SampleRecord },
  'source.inspect': { input: z.strictObject({ path: z.string() }), output: SourceSummary },
  /** A folder for a new project of that title that is free now. */
  'project.suggest': {
    input: z.strictObject({ title: z.string(), parent: z.string().optional() }),
    output: z.strictObject({ slug: z.string(), folder: z.string() }),
  },
  'samples.list': {
    input: nothing,
    output: z.strictObject({ form: z.string(), features: z.string(), tasks: z.string(), title: z.string() }),
  },
  /** The collected answers of a project as CSV, XLSX or GeoJSON. */
  'results.export': { input: ExportRequest, output: ExportedResults },
  /** Any QGIS project's folder, looked at before any job. */
  'folder.look': { input: z.strictObject({ folder: z.string().min(1) }), output: FolderLook },
  /** A copy of the folder at `out`, with what Fieldpack can mend of these findings mended. */
  'folder.mend': {
    input: z.strictObject({ folder: z.string().min(1), out: z.string().min(1), findings: z.array(Finding) }),
    output: z.strictObject({ folder: z.string(), mended: z.int() }),
  },
  /** The deltas that were ever applied to a folder, or tried, oldest first. */
  'deltas.list': {
    input: z.strictObject({
      folder: z.string().min(1),
      statuses: z.array(DeltaStatus).default([]),
      /** By the id of a job that touched them. */
      jobId: z.string().nullable().default(null),
      limit: z.int().min(1).max(100_000).default(5000),
    }),
    output: z.strictObject({ total: z.int(), deltas: z.array(KeptDelta) }),
  },
  /** Says that deltas shall not be applied, or that they wait again. */
  'deltas.mark': {
    input: z.strictObject({
      folder: z.string().min(1),
      uuids: z.array(z.string()).min(1),
      status: z.enum(['ignored', 'pending']),
    }),
    output: z.strictObject({ changed: z.int() }),
  },
  /** Writes deltas as one delta file that QFieldCloud and Fieldpack take. */
  'deltas.export': {
    input: z.strictObject({
      folder: z.string().min(1),
      uuids: z.array(z.string()).min(1),
      out: z.string().min(1),
    }),
    output: z.strictObject({ file: z.string(), count: z.int() }),
  },
  'jobs.generate': { input: GenerateRequest, output: Job },
  'jobs.check': { input: CheckRequest, output: Job },
  'jobs.package': { input: PackageRequest, output: Job },
  'jobs.applyDeltas': { input: ApplyDeltasRequest, output: Job },
  'jobs.sync': { input: SyncRequest, output: Job },
  ...cloudCalls,
  /** `job.log` of a job of QFieldCloud's three types, in QFieldCloud's format, redacted; empty before there is one. */
  'jobs.rawLog': { input: jobId, output: z.strictObject({ text: z.string() }) },
  'jobs.list': {
    input: z.strictObject({ limit: z.int().min(1).max(10_000).default(500) }),
    output: z.array(Job),
  },
  'jobs.get': { input: jobId, output: Job },
  'jobs.log': {
    input: z.strictObject({ id: z.string(), after: z.int().default(0) }),
    output: z.array(LogLine),
  },
  'jobs.retry': { input: jobId, output: Job },
  /** There may be a connection again: jobs that wait for one try it now. */
  'jobs.hurry': { input: nothing, output: nothing },
  'jobs.cancel': { input: jobId, output: Job },
  'jobs.discard': { input: jobId, output: nothing },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

export type Method = keyof typeof calls
export type Input<M extends Method> = z.input<(typeof calls)[M]['input']>
export type Output<M extends Method> = z.output<(typeof calls)[M]['output']>
export type Call = <M extends Method>(method: M, input: Input<M>) => Promise<Output<M>>

/**
 * Paths inside an input that a sandboxed page may name only when a dialog or a drop granted them (S14).
 * Electron checks them; the CLI, run by the user, does not.
 */
export const pathsOf: { [M in Method]?: (input: Input<M>) => string[] } = {
  'form.inspect': (input) => [input.path],
  'preview.show': (input) => [input.path],
  'preview.entry': (input) => [input.path],
  'source.inspect': (input) => [input.path],
  'project.suggest': (input) => (input.parent === undefined ? [] : [input.parent]),
  'settings.set': (input) =>
    [input.qgisPython, input.projectsFolder, input.postgresCaFile, input.cloudCaFile].filter(
      (path): path is string => typeof path === 'string',
    ),
  'mirror.test': (input) => (input.caFile === null ? [] : [input.caFile]),
  'results.export': (input) => [input.folder, input.out],
  'folder.look': (input) => [input.folder],
  'folder.mend': (input) => [input.folder, input.out],
  'deltas.list': (input) => [input.folder],
  'deltas.mark': (input) => [input.folder],
  'deltas.export': (input) => [input.folder, input.out],
  'cloud.link': (input) => [input.folder],
  'cloud.unlink': (input) => [input.folder],
  'cloud.plan': (input) => [input.folder],
  'cloud.pushDeltas': (input) => [input.file],
  'cloud.exportDeltas': (input) => [input.out],
  'cloud.planPeople': (input) => [input.file],
  'cloud.applyPeople': (input) => (typeof input.sheet === 'string' ? [input.sheet] : []),
  'cloud.sheet': (input) => [input.out],
  'jobs.sync': (input) => [input.folder],
  'jobs.check': (input) => [input.folder],
  'jobs.package': (input) => [input.folder, input.out],
  'jobs.applyDeltas': (input) => [input.folder, ...(input.files ?? [])],
  'jobs.generate': (input) =>
    [input.form, input.features, input.tasks, input.aoi, input.basemap, input.out].filter(
      (path) => path !== undefined,
    ),
}
