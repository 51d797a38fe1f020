import type { CloudTarget, SyncChoice, SyncFile, SyncPlan } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Finding } from '#worker/api/projects.ts'
import { isTight, secondsFor } from '#worker/domain/cloud/estimate.ts'
import { planTrips } from '#worker/domain/cloud/plan-trips.ts'
import { projectNameOf } from '#worker/domain/cloud/project-name.ts'
import { weigh } from '#worker/domain/feedback/limits.ts'
import { type FindingCode, finding, findingOfAll } from '#worker/domain/project/finding-codes.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { compareSides, type Here, lookHere } from '#worker/steps/sync-compare.ts'
import type { ComparePorts } from '#worker/steps/sync-ports.ts'

export interface PlanRequest {
  folder: string
  accountId: string
  target: CloudTarget
  choices: Readonly<Record<string, SyncChoice>>
  seen: Readonly<Record<string, string>>
  download: boolean
}

const mega = 1e6
/** Characters of a file's path there. */
const longestName = 255

/**
 * What a sync would do, and how long it would take. Changes nothing; hashes are remembered. Of a project that is to be
 * made it can be told without a connection, but for the owner's storage.
 *
 * @throws AppError cloud.*, input.*, project.*; the signal's reason
 */
export async function planSync(
  request: PlanRequest,
  ports: ComparePorts,
  signal: AbortSignal,
): Promise<SyncPlan> {
  const { target, choices, seen, download } = request
  const cloud = await ports.signIn(request.accountId, signal)
  const here = await lookHere(request.folder, ports, { signal })
  const isNew = target.kind === 'new'
  const there = isNew ? { files: [], unsafe: [] } : await cloud.listing(target.projectId)
  const base = isNew ? [] : ports.ledger.links.base(here.folder, target.projectId)
  const { compared, files, same } = compareSides(here, there.files, base, new URL(cloud.server).host)
  const trips = planTrips(files, compared, {
    choices,
    seen,
    download,
    day: new Date(ports.now()).toISOString().slice(0, 10),
    names: here.survey.files.map(({ name }) => name),
  })
  const bytes = (direction: 'up' | 'down') =>
    trips.filter((trip) => trip.direction === direction).reduce((sum, { size }) => sum + size, 0)
  const [upBytes, downBytes] = [bytes('up'), bytes('down')]
  const left = await quotaLeft(cloud, target)
  const order = new Map(trips.map(({ remote }, index) => [remote, index]))
  const place = ({ name }: SyncFile) => order.get(name) ?? trips.length
  return {
    folder: here.folder,
    // As it will be called there.
    target: target.kind === 'new' ? { ...target, name: projectNameOf(target.name) } : target,
    files: files.toSorted((a, b) => place(a) - place(b)),
    same,
    upBytes,
    downBytes,
    seconds: secondsFor({ up: upBytes, down: downBytes }, ports.ledger.speeds.of(cloud.server)),
    quotaLeft: left,
    findings: findingsOf(here, files, { upBytes, left, unsafe: there.unsafe }),
  }
}

/** Bytes that the owner has left; null where nobody says, or nobody can be asked just now. */
async function quotaLeft(cloud: CloudClient, target: CloudTarget): Promise<number | null> {
  try {
    const owner = target.kind === 'new' ? target.owner : (await cloud.project(target.projectId)).owner
    const quota = await cloud.quota(owner)
    return quota === null ? null : Math.max(0, quota.total - quota.used)
  } catch (thrown) {
    const isAway = thrown instanceof AppError && ['backoff', 'after'].includes(thrown.data.retry)
    if (target.kind === 'new' && isAway) return null
    throw thrown
  }
}

function findingsOf(
  { survey }: Here,
  files: readonly SyncFile[],
  { upBytes, left, unsafe }: { upBytes: number; left: number | null; unsafe: readonly string[] },
): Finding[] {
  const reasons = Map.groupBy(
    files.filter(({ reason }) => reason !== null),
    ({ reason }) => reason as FindingCode,
  )
  const ups = files.filter(({ action, reason }) => action === 'up' || reason === 'cloudFileRefused')
  const links = survey.files.filter(({ link }) => link === 'outside' || link === 'broken')
  return [
    ...(isTight(upBytes, left)
      ? [
          finding('overPlan', {
            megabytes: Math.ceil(upBytes / mega),
            limit: Math.floor((left ?? 0) / mega),
          }),
        ]
      : []),
    ...[...reasons]
      .filter(([reason]) => reason !== 'cloudFileRefused')
      .flatMap(([reason, some]) => findingOfAll(reason, namesOf(some), { limit: longestName })),
    ...weigh({ ms: 0, peakBytes: null, files: ups }),
    ...findingOfAll('cloudUnsafeName', unsafe),
    ...findingOfAll('links', namesOf(links)),
    ...findingOfAll('unreadableFolder', survey.unreadable),
    ...(survey.more ? [finding('tooManyFiles', { count: survey.files.length })] : []),
  ]
}

const namesOf = (files: readonly { name: string }[]): string[] => files.map(({ name }) => name)
