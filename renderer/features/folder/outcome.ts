import * as z from 'zod'
import { AppliedDelta, ApplyDeltasResult } from '#worker/api/deltas.ts'
import { SyncResult } from '#worker/api/cloud.ts'
import type { Job, JobType } from '#worker/api/jobs.ts'
import {
  CheckResult,
  Finding,
  PackagedLayer,
  PackageResult,
  ProjectDetails,
  ProjectLayer,
} from '#worker/api/projects.ts'

/** Jobs about an opened project; their results are shown after a failure too. */
export type FolderJobType = Extract<JobType, 'process_projectfile' | 'package' | 'delta_apply' | 'sync'>

const folderJobs: ReadonlySet<JobType> = new Set(['process_projectfile', 'package', 'delta_apply', 'sync'])

/** Whether a job is one about an opened project. */
export function isFolderJob(job: Job): job is Job & { type: FolderJobType } {
  return folderJobs.has(job.type)
}

// What the window shows of a result. The rest may differ: a ledger keeps results of other versions.

const ShownLayer = z.looseObject(
  ProjectLayer.pick({
    id: true,
    name: true,
    type: true,
    crs: true,
    geometry: true,
    provider: true,
    isValid: true,
    errorCode: true,
    errorSummary: true,
    providerErrorSummary: true,
    count: true,
    readOnly: true,
    isOnline: true,
  }).shape,
)
export type ShownLayer = z.infer<typeof ShownLayer>

const ShownCheck = z.looseObject({
  ...CheckResult.pick({ folder: true }).shape,
  project: z.looseObject(ProjectDetails.pick({ title: true, file: true }).shape).nullable(),
  layers: z.array(ShownLayer),
  findings: z.array(Finding),
})
export type ShownCheck = z.infer<typeof ShownCheck>

const ShownPackage = z.looseObject({
  ...PackageResult.pick({ folder: true, project: true, zip: true, packageFiles: true }).shape,
  layers: z.array(z.looseObject(PackagedLayer.shape)),
  feedback: z.looseObject({ outputs: z.record(z.string(), z.unknown()) }),
  findings: z.array(Finding),
})
export type ShownPackage = z.infer<typeof ShownPackage>

const ShownChanges = z.looseObject({
  ...ApplyDeltasResult.pick({ folder: true, dryRun: true, layers: true }).shape,
  deltas: z.array(z.looseObject(AppliedDelta.shape)),
})
export type ShownChanges = z.infer<typeof ShownChanges>

/** What a check found, of a failed one as far as it came; null for other jobs and where there is nothing yet. */
export function checkOf(job: Job): ShownCheck | null {
  return job.type === 'process_projectfile' ? (ShownCheck.safeParse(job.result).data ?? null) : null
}

/** What became of a package; null as with `checkOf`. */
export function packageOf(job: Job): ShownPackage | null {
  return job.type === 'package' ? (ShownPackage.safeParse(job.result).data ?? null) : null
}

/** What became of changes; null as with `checkOf`. */
export function changesOf(job: Job): ShownChanges | null {
  return job.type === 'delta_apply' ? (ShownChanges.safeParse(job.result).data ?? null) : null
}

const ShownSync = z.looseObject(SyncResult.shape)
export type ShownSync = z.infer<typeof ShownSync>

/** What a sync came to; null as with `checkOf`. */
export function syncOf(job: Job): ShownSync | null {
  return job.type === 'sync' ? (ShownSync.safeParse(job.result).data ?? null) : null
}

/** The folder that a job is about; null where its request names none. */
export function folderOf(job: Job): string | null {
  const { folder } = job.request
  return typeof folder === 'string' ? folder : null
}
