import type { CloudJob, CloudLink, SyncedFile, SyncResult } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { isProjectFile } from '#worker/domain/cloud/check-file.ts'
import { type Phase, phaseOf } from '#worker/domain/cloud/order-sync.ts'
import { planTrips } from '#worker/domain/cloud/plan-trips.ts'
import { sentenceOf } from '#worker/domain/cloud/sentence.ts'
import type { SyncItem } from '#worker/domain/cloud/sync-item.ts'
import type { CloudClient, RemoteFile } from '#worker/steps/cloud-port.ts'
import { compareSides, type Here, lookHere } from '#worker/steps/sync-compare.ts'
import { clearIncoming, downloads } from '#worker/steps/sync-download.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import { linkProject } from '#worker/steps/sync-project.ts'
import { inRounds, type Mover } from '#worker/steps/sync-rounds.ts'
import { serverJobs } from '#worker/steps/sync-server-jobs.ts'
import { uploads } from '#worker/steps/sync-upload.ts'

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

/** Attempts of a sync job that ended with its worker: those that waited for a connection do not count. */
export const syncAttempts = 20

/** Bytes below which a transfer says nothing about the line. */
const measurable = 256 * 1024

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
  const { report, signal, request } = run
  const cloud = await ports.signIn(request.accountId, signal)
  report.step('compare')
  const here = await lookHere(request.folder, ports, { signal, onProgress: report.progress })
  report.step('create')
  const link = await linkProject(run, cloud, ports, here.folder)
  const work = await begin(run, cloud, ports, link, here)
  report.step('upload')
  await work.move('aside')
  for (const phase of ['data', 'attachments', 'project'] as const) await work.move(phase)
  report.step('download')
  await work.move('down')
  const failed = filesOf(work.items()).filter(({ state }) => state === 'failed')
  const jobs = failed.length === 0 ? await waitForServer(work) : { checkJob: null, packageJob: null }
  report.step('conclude')
  const result = resultOf(work, failed, jobs)
  const sentence = sentenceOf(result)
  report.log('info', `${sentence.code} ${JSON.stringify(sentence.params)}`)
  const host = new URL(cloud.server).host
  if (failed.length > 0) return fail(new AppError('cloud.incomplete', { host, count: failed.length }))
  await clearIncoming(link.folder)
  ports.ledger.links.synced(link.folder)
  const isFailed = [jobs.checkJob, jobs.packageJob].some((job) => job !== null && job.status !== 'finished')
  return isFailed ? fail(new AppError('cloud.jobFailed', { host })) : result

  function fail(error: AppError): never {
    run.keep(ports.ledger.items.kept(run.jobId), result)
    throw error
  }
}

interface Work {
  run: SyncRun
  cloud: CloudClient
  ports: SyncPorts
  link: CloudLink
  /** Files that were the same before. */
  same: number
  /** The project has a project file, or is about to. */
  hasProject: boolean
  /** The server's check may not have seen all that this job sent. */
  sentNow: boolean
  keptBoth: SyncResult['keptBoth']
  items(): SyncItem[]
  move(phase: Phase): Promise<void>
}

/** Compares, and writes down what is to travel. */
async function begin(
  run: SyncRun,
  cloud: CloudClient,
  ports: SyncPorts,
  link: CloudLink,
  here: Here,
): Promise<Work> {
  const { jobId, request, report } = run
  const { links, items } = ports.ledger
  const { folder, projectId } = link
  const there = await cloud.files(projectId)
  const host = new URL(cloud.server).host
  const sides = compareSides(here, there, links.base(folder, projectId), host)
  links.settle(folder, projectId, sides.news)
  const trips = planTrips(sides.files, sides.compared, {
    choices: request.choices,
    download: request.download,
    day: new Date(ports.now()).toISOString().slice(0, 10),
    names: here.survey.files.map(({ name }) => name),
  })
  items.plan(jobId, trips)
  const size = (direction: SyncItem['direction']) =>
    trips.filter((trip) => trip.direction === direction).reduce((sum, trip) => sum + trip.size, 0)
  report.log('info', `${trips.length} files to move: ${size('up')} bytes up, ${size('down')} bytes down`)
  const up = meter(report.progress, size('up'))
  const down = meter(report.progress, size('down'))
  const sending = uploads(run, cloud, ports, link, here.files, up)
  const fetching = downloads(run, cloud, ports, link, { there, here: here.files }, down)
  const work: Work = {
    run,
    cloud,
    ports,
    link,
    same: sides.same,
    hasProject: here.project !== null || hasProjectFile(there),
    sentNow: false,
    keptBoth: [],
    items: () => items.list(jobId),
    async move(phase) {
      const due = dueIn(phase, items.list(jobId))
      if (due.length === 0) return
      const isUp = phase !== 'aside' && phase !== 'down'
      const done = await timed(isUp ? 'up' : 'down', due, isUp ? sending : fetching)
      if (isUp && done > 0 && phase !== 'attachments') work.sentNow = true
    },
  }
  return work

  async function timed(direction: SyncItem['direction'], due: SyncItem[], mover: Mover): Promise<number> {
    const began = ports.now()
    const done = await inRounds(due, mover, run, ports, link)
    const ms = ports.now() - began
    const bytes = due.reduce((sum, item) => sum + item.size, 0)
    if (request.limitRate === null && done === due.length && bytes >= measurable && ms > 0)
      ports.ledger.speeds.measured(cloud.server, direction, (bytes / ms) * 1000)
    return done
  }
}

/**
 * What travels now. Ours waits for the server's version that is kept beside it, and the project file for everything
 * that it may name: a project that lacks data would be worse than an old one.
 */
function dueIn(phase: Phase, items: readonly SyncItem[]): SyncItem[] {
  const open = items.filter(({ state }) => state !== 'done')
  const missing = open.filter((item) => phaseOf(item) === 'aside')
  const late = new Set(missing.flatMap(({ name, remote }) => [name, remote]))
  if (phase === 'project' && open.some((item) => phaseOf(item) === 'data')) return []
  return open.filter((item) => {
    if (phaseOf(item) !== phase || item.state === 'failed') return false
    return item.direction === 'down' || !late.has(item.name)
  })
}

/** Waits for the check of what was sent, and for a package where there is something new to package. */
async function waitForServer(work: Work): Promise<Pick<SyncResult, 'checkJob' | 'packageJob'>> {
  const { run, cloud, ports, link, hasProject, sentNow } = work
  const server = serverJobs(run, cloud, ports, link)
  run.report.step('check')
  if (sentNow) ports.ledger.jobs.release(run.jobId)
  const hasSent = work.items().some((item) => item.direction === 'up' && !item.isAttachment)
  const checkJob = hasProject && hasSent ? await server.check() : null
  run.report.step('package')
  const isWanted = hasProject && run.request.makePackage && (checkJob === null || isFine(checkJob))
  const isDue = isWanted && (hasSent || (await cloud.project(link.projectId)).needsRepackaging)
  return { checkJob, packageJob: isDue ? await server.makePackage() : null }
}

function resultOf(
  { cloud, link, same, items }: Work,
  failed: SyncedFile[],
  jobs: Pick<SyncResult, 'checkJob' | 'packageJob'>,
): SyncResult {
  const done = items().filter(({ state }) => state === 'done')
  const of = (direction: SyncItem['direction']) => done.filter((item) => item.direction === direction)
  const bytes = (some: readonly SyncItem[]) => some.reduce((sum, { size }) => sum + size, 0)
  return {
    folder: link.folder,
    projectId: link.projectId,
    projectUrl: `${cloud.server}/a/${encodeURIComponent(link.owner)}/${encodeURIComponent(link.name)}/`,
    uploaded: of('up').length,
    downloaded: of('down').length,
    skipped: same,
    upBytes: bytes(of('up')),
    downBytes: bytes(of('down')),
    keptBoth: of('down')
      .filter(({ name, remote }) => name !== remote)
      .map(({ name, remote }) => ({ name: remote, other: name })),
    failed,
    ...jobs,
  }
}

function filesOf(items: readonly SyncItem[]): SyncedFile[] {
  return items.map(({ name, direction, state, size, attempts, error }) => ({
    name,
    direction,
    state,
    size,
    attempts,
    error,
  }))
}

/** Turns the bytes of single files into the share of all. */
function meter(progress: (value: number) => void, total: number): (name: string, bytes: number) => void {
  const seen = new Map<string, number>()
  let sum = 0
  return (name, bytes) => {
    sum += bytes - (seen.get(name) ?? 0)
    seen.set(name, bytes)
    if (total > 0) progress(Math.min(1, sum / total))
  }
}

function hasProjectFile(files: readonly RemoteFile[]): boolean {
  return files.some(({ name }) => isProjectFile(name) && !name.includes('/'))
}

const isFine = (job: CloudJob): boolean => job.status === 'finished'
