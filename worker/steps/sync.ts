import type { SyncedFile, SyncResult } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { sentenceOf } from '#worker/domain/cloud/sentence.ts'
import type { SyncItem } from '#worker/domain/cloud/sync-item.ts'
import { lookHere } from '#worker/steps/sync-compare.ts'
import { clearIncoming } from '#worker/steps/sync-download.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import { linkProject } from '#worker/steps/sync-project.ts'
import { serverJobs } from '#worker/steps/sync-server-jobs.ts'
import { planWork, type Work } from '#worker/steps/sync-work.ts'

/** Steps of a sync with their share of its time. */
export const syncSteps = [
  { id: 'compare', weight: 2 },
  { id: 'create', weight: 1 },
  { id: 'upload', weight: 10 },
  { id: 'download', weight: 4 },
  { id: 'check', weight: 3 },
  { id: 'package', weight: 3 },
  { id: 'conclude', weight: 1 },
]

/** Attempts of a sync job that may end with its worker: those that found no connection do not count. */
export const syncAttempts = 20

/**
 * Brings a folder and a project of QFieldCloud to the same: compares, makes the project where it is a new one, sends,
 * fetches, and waits for the server's check and its package. Nothing counts as done that was not seen on the other
 * side; done files are in the ledger, so that any attempt goes on where the last one was. Deletes nothing anywhere,
 * and overwrites nothing local without a copy in the ledger.
 *
 * @throws AppError cloud.incomplete (some files could not travel), cloud.jobFailed (the server's own work failed),
 *   cloud.*, input.*, project.*, output.*, job.cancelled
 */
export async function sync(run: SyncRun, ports: SyncPorts): Promise<SyncResult> {
  const { jobId, report, signal, request } = run
  const cloud = await ports.signIn(request.accountId, signal)
  report.step('compare')
  const onProgress = (value: number) => report.progress(value)
  const here = await lookHere(request.folder, ports, { signal, onProgress })
  report.step('create')
  const link = await linkProject(run, cloud, ports, here.folder)
  const work = await planWork(run, cloud, ports, link, here)

  report.step('upload')
  await work.move('aside')
  const data = await work.move('data')
  await work.move('attachments')
  const project = await work.move('project')
  report.step('download')
  await work.move('down')

  const failed = work.items().filter(({ state }) => state === 'failed')
  const isWhole = failed.length === 0
  const jobs = isWhole ? await waitForServer(run, ports, work, data + project > 0) : noJobs
  report.step('conclude')
  const result = resultOf(work, failed, jobs)
  const sentence = sentenceOf(result)
  report.log('info', `${sentence.code} ${JSON.stringify(sentence.params)}`)
  if (isWhole) {
    await clearIncoming(link.folder)
    ports.ledger.links.synced(link.folder)
  }
  const error = errorOf(result, new URL(cloud.server).host)
  if (error === null) return result
  run.keep(ports.ledger.items.kept(jobId), result)
  throw error
}

type ServerWork = Pick<SyncResult, 'checkJob' | 'packageJob'>
const noJobs: ServerWork = { checkJob: null, packageJob: null }

/**
 * Waits for the check of what was sent, and for a package where there is something new to package.
 *
 * @param isNews this attempt sent what the server checks: it waits for no earlier check
 */
async function waitForServer(
  run: SyncRun,
  ports: SyncPorts,
  { cloud, link, hasProject, items }: Work,
  isNews: boolean,
): Promise<ServerWork> {
  if (!hasProject) return noJobs
  const server = serverJobs(run, cloud, ports, link)
  run.report.step('check')
  if (isNews) ports.ledger.jobs.release(run.jobId)
  const hasSent = items().some(({ direction, isAttachment }) => direction === 'up' && !isAttachment)
  const { status, needsRepackaging, role } = await cloud.project(link.projectId)
  // Who may only read may not ask for a check.
  const isUnchecked = status === 'failed' && role !== 'reader'
  const checkJob = hasSent || isUnchecked ? await server.check() : null
  run.report.step('package')
  const isSound = checkJob === null || checkJob.status === 'finished'
  const isDue = run.request.makePackage && isSound && (hasSent || needsRepackaging)
  return { checkJob, packageJob: isDue ? await server.makePackage() : null }
}

function resultOf(
  { cloud, link, same, items }: Work,
  failed: readonly SyncItem[],
  jobs: ServerWork,
): SyncResult {
  const done = items().filter(({ state }) => state === 'done')
  const [up, down] = (['up', 'down'] as const).map((way) =>
    done.filter((item) => item.direction === way),
  ) as [SyncItem[], SyncItem[]]
  return {
    folder: link.folder,
    projectId: link.projectId,
    projectUrl: `${cloud.server}/a/${encodeURIComponent(link.owner)}/${encodeURIComponent(link.name)}/`,
    uploaded: up.length,
    downloaded: down.length,
    skipped: same,
    upBytes: sizeOf(up),
    downBytes: sizeOf(down),
    keptBoth: down
      .filter(({ name, remote }) => name !== remote)
      .map(({ name, remote }) => ({ name: remote, other: name })),
    failed: failed.map(syncedFileOf),
    ...jobs,
  }
}

/** A file of the queue as `cloud.files` tells of it. */
export function syncedFileOf({ name, direction, state, size, attempts, error }: SyncItem): SyncedFile {
  return { name, direction, state, size, attempts, error }
}

function errorOf({ failed, checkJob, packageJob }: SyncResult, host: string): AppError | null {
  if (failed.length > 0) return new AppError('cloud.incomplete', { host, count: failed.length })
  const ended = [checkJob, packageJob].filter((job) => job !== null)
  return ended.every(({ status }) => status === 'finished') ? null : new AppError('cloud.jobFailed', { host })
}

const sizeOf = (some: readonly { size: number }[]): number => some.reduce((sum, { size }) => sum + size, 0)
