import * as z from 'zod'
import { DeltaStatus } from '#worker/api/deltas.ts'
import { AppErrorData } from '#worker/api/errors.ts'
import { Feedback } from '#worker/api/feedback.ts'
import { OutputFile } from '#worker/api/output.ts'

/** QFieldCloud's verdict on a layer. */
export const LayerErrorCode = z.enum([
  'no_error',
  'invalid_layer',
  'invalid_dataprovider',
  'localized_dataprovider',
  'missing_dataprovider',
])
export type LayerErrorCode = z.infer<typeof LayerErrorCode>

/** What becomes of a layer in a package (libqfieldsync's words). */
export const LayerAction = z.enum(['offline', 'no_action', 'copy', 'keep_existent', 'remove'])
export type LayerAction = z.infer<typeof LayerAction>

export const LayerField = z.strictObject({
  name: z.string(),
  alias: z.string(),
  /** QGIS' name of the type: `Integer64`, `String` … */
  type: z.string(),
  length: z.int(),
  precision: z.int(),
  isNotNull: z.boolean(),
  isUnique: z.boolean(),
  defaultValue: z.string(),
  widget: z.string(),
})
export type LayerField = z.infer<typeof LayerField>

/** One layer of any QGIS project as this laptop's QGIS found it. Nothing in it holds a password. */
export const ProjectLayer = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.enum([
    'vector',
    'raster',
    'mesh',
    'pointcloud',
    'vectortile',
    'annotation',
    'plugin',
    'group',
    'other',
  ]),
  /** `EPSG:4326`; empty where there is none. */
  crs: z.string(),
  /** QGIS' name of the geometry type, `MultiPolygonZ`; `NoGeometry` of a table; empty of other layers. */
  geometry: z.string(),
  provider: z.string(),
  /** The data source as the project names it, redacted. */
  source: z.string(),
  /** The file behind it: relative to the project's folder with forward slashes where it is inside, else as it stands. */
  file: z.string().nullable(),
  /** Table or the like inside the file. */
  table: z.string().nullable(),
  /** Subset filter; empty = none. */
  filter: z.string(),
  isValid: z.boolean(),
  errorCode: LayerErrorCode,
  errorSummary: z.string(),
  errorMessage: z.string(),
  providerErrorSummary: z.string(),
  providerErrorMessage: z.string(),
  fields: z.array(LayerField),
  /** Features under the filter; null where it is not known or not a vector layer. */
  count: z.int().nullable(),
  /** The only primary key column; null without one. */
  primaryKey: z.string().nullable(),
  /** A vector layer whose key QFieldCloud cannot use: it is read-only in QField. */
  unsupportedPrimaryKey: z.boolean(),
  readOnly: z.boolean(),
  /** Set in QFieldSync for the cable, and for QFieldCloud; null where nobody set one. */
  action: LayerAction.nullable(),
  cloudAction: LayerAction.nullable(),
  /** It needs a connection where it is used: a database, a web service, a file behind an address. */
  isOnline: z.boolean(),
  /** Lies behind a `localized:` path of QGIS. */
  isLocalized: z.boolean(),
  /** Service or host (with its port) that the source names; null each. */
  service: z.string().nullable(),
  host: z.string().nullable(),
  port: z.int().nullable(),
})
export type ProjectLayer = z.infer<typeof ProjectLayer>

export const ProjectDetails = z.strictObject({
  /** Name of the .qgs or .qgz, without a folder. */
  file: z.string(),
  title: z.string(),
  crs: z.string(),
  /** WKT polygon of the map canvas in the project's CRS; null where it is empty. */
  extent: z.string().nullable(),
  backgroundColor: z.string(),
  /** `3.34.4-Prizren`: who saved it; empty where the file does not say. */
  qgisVersion: z.string(),
  attachmentDirs: z.array(z.string()),
  dataDirs: z.array(z.string()),
  /** WKT, in `areaOfInterestCrs`; null where the project has none. */
  areaOfInterest: z.string().nullable(),
  areaOfInterestCrs: z.string().nullable(),
  /** Only features inside the area of interest belong into a package. */
  onlyInArea: z.boolean(),
  hasMacros: z.boolean(),
  /** Layer ids as the layer tree has them, top first. */
  layerOrder: z.array(z.string()),
})
export type ProjectDetails = z.infer<typeof ProjectDetails>

/**
 * One thing about a project that its coordinator should know, as data: words stand in resources/locales as
 * `finding.<code>.what`, `.means` (in the field) and `.mend`. `error`: QFieldCloud refuses it or data would be lost;
 * `warning`: it behaves differently in the field; `info`: worth knowing.
 */
export const Finding = z.strictObject({
  code: z.string(),
  level: z.enum(['error', 'warning', 'info']),
  layerId: z.string().nullable(),
  /** For the words; `layer` is the layer's name, `file` a path relative to the project's folder. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** A change that Fieldpack can make in a copy of the project; null where only a person can. */
  fix: z
    .strictObject({
      /** `source`: the layer reads `source` instead; `collect`: the file from outside comes into the folder. */
      kind: z.enum(['source', 'collect', 'remove']),
      layerId: z.string(),
      /** `source`: file relative to the folder; `collect`: the file's path as the project names it. */
      file: z.string(),
    })
    .nullable(),
})
export type Finding = z.infer<typeof Finding>

/** Paths are absolute; `folder` may be the project file itself too. */
export const CheckRequest = z.strictObject({
  folder: z.string().min(1),
  /** QGIS makes no connection at all. */
  offline: z.boolean().default(false),
  /** Bytes that the plan in QFieldCloud has room for; null = not asked. */
  planBytes: z.int().positive().nullable().default(null),
})
export type CheckRequest = z.input<typeof CheckRequest>

/** Of a job that failed too: then `project` is null where the project could not be opened. */
export const CheckResult = z.strictObject({
  folder: z.string(),
  project: ProjectDetails.nullable(),
  layers: z.array(ProjectLayer),
  findings: z.array(Finding),
  feedback: Feedback,
  /** `feedback.json`, `job.log`, and `thumbnail.png` where one could be drawn. */
  files: z.array(OutputFile),
})
export type CheckResult = z.infer<typeof CheckResult>

export const PackageRequest = z.strictObject({
  folder: z.string().min(1),
  /** The package's folder: made by the job, or empty. */
  out: z.string().min(1),
  /** One .zip beside the folder as well, to hand over. */
  zip: z.boolean().default(false),
  /** Whose layer actions: those set for QFieldCloud, or for the cable. */
  actions: z.enum(['cloud', 'cable']).default('cloud'),
  /** Ids of layers to leave out that could not be packaged. */
  leaveOut: z.array(z.string()).default([]),
  offline: z.boolean().default(false),
})
export type PackageRequest = z.input<typeof PackageRequest>

export const PackagedLayer = z.strictObject({
  id: z.string(),
  name: z.string(),
  action: LayerAction,
  /** In the package, relative with forward slashes; null where it stays where it is (a service) or was left out. */
  file: z.string().nullable(),
  table: z.string().nullable(),
  /** Features that the source has under the filter (and inside the area, where only that is packaged). */
  expected: z.int().nullable(),
  /** Features that the reopened package has. */
  packaged: z.int().nullable(),
  /** It shows only where there is a connection. */
  isOnline: z.boolean(),
  readOnly: z.boolean(),
})
export type PackagedLayer = z.infer<typeof PackagedLayer>

export const PackageResult = z.strictObject({
  folder: z.string(),
  /** The package's project file and zip, absolute; null while the job has not made them. */
  project: z.string().nullable(),
  zip: z.string().nullable(),
  layers: z.array(PackagedLayer),
  findings: z.array(Finding),
  feedback: Feedback,
  /** `feedback.json` and `job.log`. */
  files: z.array(OutputFile),
  /** What stands in the package's folder. */
  packageFiles: z.array(OutputFile),
})
export type PackageResult = z.infer<typeof PackageResult>

/** What stands in a folder, before any job. */
export const FolderLook = z.strictObject({
  folder: z.string(),
  /** The only .qgs or .qgz, relative; null when there is none or more than one. */
  project: z.string().nullable(),
  title: z.string(),
  /** How many project files there are. */
  projects: z.int(),
  /** Files and bytes, without attachments. */
  files: z.int(),
  size: z.int(),
  /** Of the layers, as the project file names them. */
  layers: z.int(),
  qgisVersion: z.string(),
  /** Deltas that the ledger knows of this folder, by status; a status without any is missing. */
  deltas: z.partialRecord(DeltaStatus, z.int()),
  /** Why the project file cannot be read; null when it can. */
  error: AppErrorData.nullable(),
})
export type FolderLook = z.infer<typeof FolderLook>
