import type { JobState } from '#worker/api/jobs.ts'
import { type AccountRefusal, accountRefusal, type OwnerAccount } from '#worker/domain/cloud/account.ts'
import { inAttachmentFolder } from '#worker/domain/cloud/attachment-folder.ts'
import { batchDeltas } from '#worker/domain/cloud/batch-deltas.ts'
import { needsRepackaging, type PackagingState, type ServerAge } from '#worker/domain/cloud/repackaging.ts'

/** As QFieldCloud's public page about jobs words it, or as its server's code has it. */
export type Rules = 'page' | ServerAge

/** A job that the server has of the project. */
export interface CloudJob {
  id: string
  type: 'process_projectfile' | 'package' | 'delta_apply'
  state: JobState
  /** Name of the person who made it. */
  by: string
  /** Of a delta_apply: the deltas that it applies. */
  deltas: readonly string[]
}

export interface CloudProject extends PackagingState {
  /** The .qgs or .qgz that the server has; null before one was uploaded. */
  projectFile: string | null
  attachmentDirs: readonly string[]
  /** A check ended with success, ever. */
  wasChecked: boolean
  /** The latest package job ended with success. */
  lastPackageSucceeded: boolean
  owner: OwnerAccount
}

/**
 * What comes of a request: a job, one that waits already and does the same, nothing, or an error of the server's
 * (its code).
 */
export type Trigger =
  | { create: 'process_projectfile' | 'package' }
  /** A job each. */
  | { create: 'delta_apply'; batches: string[][] }
  | { join: string }
  | { skip: SkipReason }
  | { refuse: 'no_qgis_project' | 'multiple_projects' | AccountRefusal }

export type SkipReason =
  | 'noProjectFile'
  | 'attachment'
  | 'neverChecked'
  | 'upToDate'
  /** None of the deltas is new to the server. */
  | 'noNewDeltas'
  /** Every delta that waits is in a job. */
  | 'noWaitingDeltas'
  /** The deltas are kept and wait. */
  | AccountRefusal

const unfinished: readonly JobState[] = ['pending', 'queued', 'started']

/** A file was uploaded: is the project checked again? `file` is relative to the project, with forward slashes. */
export function onUpload(
  request: { file: string; project: CloudProject; jobs: readonly CloudJob[]; by: string },
  rules: Rules,
): Trigger {
  const { file, project, jobs, by } = request
  const isProjectFile = /\.qg[sz]$/iu.test(file)
  if (rules === 'page') {
    if (!isProjectFile && project.projectFile === null) return { skip: 'noProjectFile' }
    if (inAttachmentFolder(file, [], 'page')) return { skip: 'attachment' }
    return joinOr(waiting(jobs, 'process_projectfile', ['pending']), { create: 'process_projectfile' })
  }
  if (isProjectFile && project.projectFile !== null && project.projectFile !== file)
    return { refuse: 'multiple_projects' }
  if (inAttachmentFolder(file, project.attachmentDirs, 'server')) return { skip: 'attachment' }
  if (!isProjectFile && project.projectFile === null) return { skip: 'noProjectFile' }
  const own = jobs.filter((job) => job.by === by)
  return joinOr(waiting(own, 'process_projectfile', unfinished), { create: 'process_projectfile' })
}

/** Somebody asks for a package: QField on Download or Synchronize, or a client. */
export function onPackageRequest(
  request: { project: CloudProject; jobs: readonly CloudJob[]; force: boolean },
  rules: Rules,
): Trigger {
  const { project, jobs, force } = request
  if (rules === 'page') {
    if (!project.wasChecked) return { skip: 'neverChecked' }
    const job = waiting(jobs, 'package', ['pending'])
    if (job === undefined && project.lastPackageSucceeded && !needsRepackaging(project, '2024'))
      return { skip: 'upToDate' }
    return joinOr(job, { create: 'package' })
  }
  const job = force ? undefined : waiting(jobs, 'package', unfinished)
  if (job !== undefined) return { join: job.id }
  if (project.projectFile === null) return { refuse: 'no_qgis_project' }
  const refusal = accountRefusal(project.owner, project.hasOnlineVectorData)
  return refusal === null ? { create: 'package' } : { refuse: refusal }
}

/**
 * Deltas were pushed (`created` of them were new to the server), or somebody asked to apply what waits (`created`
 * null). `waitingDeltas` are all deltas of the project that are pending, the oldest first.
 */
export function onDeltas(
  request: {
    created: number | null
    waitingDeltas: readonly string[]
    project: CloudProject
    jobs: readonly CloudJob[]
  },
  rules: Rules,
): Trigger {
  const { created, waitingDeltas, project, jobs } = request
  if (rules === 'page') {
    if (!project.wasChecked) return { skip: 'neverChecked' }
    if (waitingDeltas.length === 0) return { skip: 'noWaitingDeltas' }
    return joinOr(waiting(jobs, 'delta_apply', ['pending']), {
      create: 'delta_apply',
      batches: [[...waitingDeltas]],
    })
  }
  if (project.projectFile === null) return { refuse: 'no_qgis_project' }
  if (created === 0) return { skip: 'noNewDeltas' }
  const refusal = accountRefusal(project.owner, project.hasOnlineVectorData)
  if (refusal !== null) return { skip: refusal }
  // A server of 2024 means to leave these out too, but its question for them never finds a job.
  const taken = rules === '2024' ? [] : jobs.filter(isRunningOrWaiting).flatMap((job) => job.deltas)
  const batches = batchDeltas(waitingDeltas.filter((delta) => !taken.includes(delta)))
  return batches.length === 0 ? { skip: 'noWaitingDeltas' } : { create: 'delta_apply', batches }
}

function waiting(
  jobs: readonly CloudJob[],
  type: CloudJob['type'],
  states: readonly JobState[],
): CloudJob | undefined {
  return jobs.find((job) => job.type === type && states.includes(job.state))
}

function joinOr(job: CloudJob | undefined, otherwise: Trigger): Trigger {
  return job === undefined ? otherwise : { join: job.id }
}

function isRunningOrWaiting(job: CloudJob): boolean {
  return unfinished.includes(job.state)
}
