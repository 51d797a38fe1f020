import type { CloudLink } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { isProjectFile } from '#worker/domain/cloud/check-file.ts'
import { type Phase, phaseOf } from '#worker/domain/cloud/order-sync.ts'
import { planTrips } from '#worker/domain/cloud/plan-trips.ts'
import type { SyncItem } from '#worker/domain/cloud/sync-item.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { compareSides, type Here } from '#worker/steps/sync-compare.ts'
import { downloads } from '#worker/steps/sync-download.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import { inRounds } from '#worker/steps/sync-rounds.ts'
import { uploads } from '#worker/steps/sync-upload.ts'

/** What one attempt of a sync has to do. */
export interface Work {
  cloud: CloudClient
  link: CloudLink
  /** Files that were the same before. */
  same: number
  /** The project has a project file, or is about to. */
  hasProject: boolean
  /** The queue as it stands. */
  items: () => SyncItem[]
  /** Moves what is due in that phase; answers how many files came over. */
  move: (phase: Phase) => Promise<number>
}

/** Bytes below which a transfer says nothing about the line. */
const measurable = 256 * 1024

/**
 * Compares both sides, and writes down what is to travel.
 *
 * @throws AppError cloud.overQuota before anything is sent, cloud.otherProjectFile, project.missing, other `cloud.*`
 */
export async function planWork(
  run: SyncRun,
  cloud: CloudClient,
  ports: SyncPorts,
  link: CloudLink,
  here: Here,
): Promise<Work> {
  const { jobId, request, report } = run
  const { links, items, speeds } = ports.ledger
  const { folder, projectId } = link
  const { host } = new URL(cloud.server)
  const { files: there, unsafe } = await cloud.listing(projectId)
  for (const name of unsafe) report.log('warning', `${JSON.stringify(name)} stays on the server: unsafe name`)
  const sides = compareSides(here, there, links.base(folder, projectId), host)
  links.settle(folder, projectId, sides.news)
  const trips = planTrips(sides.files, sides.compared, {
    choices: request.choices,
    seen: request.seen,
    download: request.download,
    day: new Date(ports.now()).toISOString().slice(0, 10),
    names: here.survey.files.map(({ name }) => name),
  })
  items.plan(jobId, trips)
  const size = (direction: SyncItem['direction']) =>
    sizeOf(trips.filter((one) => one.direction === direction))
  report.log('info', `${trips.length} files to move: ${size('up')} bytes up, ${size('down')} bytes down`)
  await mustHaveRoom(cloud, link.owner, size('up'))
  const progress = (value: number) => report.progress(value)
  const [sent, come] = [meter(progress, size('up')), meter(progress, size('down'))]
  const sending = uploads(run, cloud, ports, link, { there, here: here.files }, sent)
  const fetching = downloads(run, cloud, ports, link, { there, here: here.files }, come)
  return {
    cloud,
    link,
    same: sides.same,
    hasProject: here.project !== null || there.some(({ name }) => isProjectFile(name)),
    items: () => items.list(jobId),
    async move(phase) {
      const due = dueIn(phase, items.list(jobId))
      if (due.length === 0) return 0
      const direction = phase === 'aside' || phase === 'down' ? 'down' : 'up'
      const began = ports.now()
      const done = await inRounds(due, direction === 'up' ? sending : fetching, run, ports, link)
      const ms = ports.now() - began
      const isWhole = request.limitRate === null && done === due.length && ms > 0
      if (isWhole && sizeOf(due) >= measurable)
        speeds.measured(cloud.server, direction, (sizeOf(due) / ms) * 1000)
      return done
    },
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
  return open.filter(
    (item) =>
      phaseOf(item) === phase && item.state !== 'failed' && (phase === 'aside' || !late.has(item.name)),
  )
}

/** @throws AppError cloud.overQuota: the server would take the first files, and then refuse the rest and each job */
async function mustHaveRoom(cloud: CloudClient, owner: string, bytes: number): Promise<void> {
  const quota = bytes === 0 ? null : await cloud.quota(owner)
  if (quota !== null && bytes > quota.total - quota.used)
    throw new AppError('cloud.overQuota', { host: new URL(cloud.server).host })
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

const sizeOf = (some: readonly { size: number }[]): number => some.reduce((sum, { size }) => sum + size, 0)
