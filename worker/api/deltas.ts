import * as z from 'zod'
import { Feedback } from '#worker/api/feedback.ts'
import { OutputFile } from '#worker/api/output.ts'

export const DeltaMethod = z.enum(['create', 'patch', 'delete'])
export type DeltaMethod = z.infer<typeof DeltaMethod>

/** QFieldCloud's words for what became of a delta; `pending`: not yet applied by anybody. */
export const DeltaStatus = z.enum([
  'pending',
  'applied',
  'conflict',
  'not_applied',
  'error',
  'ignored',
  'unpermitted',
])
export type DeltaStatus = z.infer<typeof DeltaStatus>

/** One side of a delta: deltafile_01.json. */
export const DeltaSide = z.strictObject({
  /** WKT; null removes it. */
  geometry: z.string().nullable().optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  files_sha256: z.record(z.string(), z.string().nullable()).optional(),
  is_snapshot: z.boolean().optional(),
})
export type DeltaSide = z.infer<typeof DeltaSide>

/** One change of one feature, as QField writes it. */
export const Delta = z.looseObject({
  uuid: z.string(),
  clientId: z.string().optional(),
  exportId: z.string().optional(),
  localPk: z.string(),
  sourcePk: z.string(),
  localLayerId: z.string(),
  sourceLayerId: z.string(),
  localLayerCrs: z.string().optional(),
  localLayerName: z.string().optional(),
  method: DeltaMethod,
  old: DeltaSide.optional(),
  new: DeltaSide.optional(),
})
export type Delta = z.infer<typeof Delta>

/** Beside the server's verdict: what a careful reader would have said. Words: `strict.<code>`. */
export const StrictWarning = z.strictObject({
  code: z.enum([
    'typeMismatch',
    'geometryTypeMismatch',
    'otherCrs',
    'renumberedKey',
    'staleGeometry',
    'dimensionDropped',
    'nanCoordinate',
    'unknownAttribute',
    'missingGeometry',
    'noOldAttributes',
    'missingOldAttribute',
    'createdInSameJob',
    'duplicateKey',
    'keyChanged',
    'overwritten',
    'partlyStored',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type StrictWarning = z.infer<typeof StrictWarning>

export const AppliedDelta = z.strictObject({
  uuid: z.string(),
  deltaFileId: z.string(),
  /** Position in its file, from 0. */
  index: z.int(),
  method: DeltaMethod,
  layerId: z.string(),
  layerName: z.string(),
  status: DeltaStatus,
  /** The server's words. */
  message: z.string(),
  /** Key of the feature that was made or changed, as text; null where nothing was. */
  modifiedPk: z.string().nullable(),
  /** The server's lines about differing attributes. */
  conflicts: z.array(z.string()),
  strict: z.array(StrictWarning),
  /** What was there that `old` does not remember: an undo brings it back. Missing where all was as remembered. */
  replaced: DeltaSide.optional(),
})
export type AppliedDelta = z.infer<typeof AppliedDelta>

/** Role that whoever sent the changes has in the project; a reporter may only create. */
export const DeltaRole = z.enum(['admin', 'manager', 'editor', 'reporter', 'reader'])
export type DeltaRole = z.infer<typeof DeltaRole>

/** Applies delta files, or deltas that the ledger knows of the folder (`uuids`). Paths are absolute. */
export const ApplyDeltasRequest = z.strictObject({
  folder: z.string().min(1),
  files: z.array(z.string().min(1)).default([]),
  /** Deltas of this folder in the ledger to apply (again), in the order in which they came. */
  uuids: z.array(z.string()).default([]),
  overwriteConflicts: z.boolean().default(false),
  /** Undoes what the deltas did: last first, each the other way round. */
  inverse: z.boolean().default(false),
  /** Only says what would happen. */
  dryRun: z.boolean().default(false),
  /** Deltas of a file that were applied before are applied again instead of ignored. */
  again: z.boolean().default(false),
  role: DeltaRole.default('manager'),
  offline: z.boolean().default(false),
})
export type ApplyDeltasRequest = z.input<typeof ApplyDeltasRequest>

export const ApplyDeltasResult = z.strictObject({
  folder: z.string(),
  dryRun: z.boolean(),
  deltas: z.array(AppliedDelta),
  /** Layers that were touched, counted before and after in the reopened project. */
  layers: z.array(z.strictObject({ id: z.string(), name: z.string(), before: z.int(), after: z.int() })),
  feedback: Feedback,
  /** `feedback.json`, `job.log`, and what was changed: `after/<file>`, with `before/<file>` as it was. */
  files: z.array(OutputFile),
})
export type ApplyDeltasResult = z.infer<typeof ApplyDeltasResult>

/** A delta as the ledger keeps it. */
export const KeptDelta = z.strictObject({
  uuid: z.string(),
  deltaFileId: z.string(),
  index: z.int(),
  content: Delta,
  status: DeltaStatus,
  message: z.string(),
  modifiedPk: z.string().nullable(),
  conflicts: z.array(z.string()),
  strict: z.array(StrictWarning),
  replaced: DeltaSide.optional(),
  /** The last job that touched it. */
  jobId: z.string().nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type KeptDelta = z.infer<typeof KeptDelta>
