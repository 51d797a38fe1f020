import type { Job } from '#worker/api/jobs.ts'
import { snapshotOf, type Snapshot } from '#worker/domain/mirror/snapshot.ts'
import { claimById } from '#worker/mirror/claim.ts'
import { leaseSeconds } from '#worker/mirror/hold-leases.ts'
import { isOver, type Lease, type MirrorLedger } from '#worker/mirror/ledger.ts'
import { fail, letGo, tell } from '#worker/mirror/lease.ts'
import { dropJobs, pushStates } from '#worker/mirror/push.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { randomUUID } from 'node:crypto'

/** Jobs told at once. */
const batch = 50

export interface Telling {
  ledger: MirrorLedger
  /** The database's own id. */
  server: string
  onLost: (lease: Lease) => void
}

type Waiting = ReturnType<MirrorLedger['outbox']['waiting']>[number]

/**
 * Tells the server of the changes that wait, `batch` jobs at most: our own as they stand now, others' under their
 * lease. What the server confirmed waits no longer; a crash in between tells it once more, which changes nothing
 * there. True when it told anything.
 *
 * @throws AppError mirror.*
 */
export async function tellChanges(sql: Sql, telling: Telling): Promise<boolean> {
  const { outbox, taken } = telling.ledger
  const waiting = outbox.waiting(batch)
  const discarded = waiting.filter((entry) => entry.discarded)
  const others = waiting.filter((entry) => !entry.discarded && taken.get(entry.jobId) !== null)
  // Before anything is waited for: a job may be discarded meanwhile.
  const own = waiting
    .filter((entry) => !discarded.includes(entry) && !others.includes(entry))
    .map(({ jobId, revision }) => snapshotOf(telling.ledger.job(jobId), revision))
  await drop(sql, telling, discarded)
  await push(sql, telling, own)
  let told = discarded.length + own.length
  for (const entry of others) if (await tellTaken(sql, telling, entry)) told++
  return told > 0
}

async function drop(sql: Sql, { ledger }: Telling, entries: Waiting[]): Promise<void> {
  if (entries.length === 0) return
  await dropJobs(
    sql,
    ledger.outbox.installation(),
    entries.map(({ jobId }) => jobId),
  )
  for (const { jobId, revision } of entries) {
    const token = ledger.outbox.tokenOf(jobId)
    if (token !== null) await letGo(sql, { jobId, token })
    ledger.outbox.sent(jobId, revision)
  }
}

async function push(sql: Sql, { ledger }: Telling, snapshots: Snapshot[]): Promise<void> {
  if (snapshots.length === 0) return
  const there = await pushStates(sql, ledger.outbox.installation(), snapshots)
  for (const { jobId, revision } of snapshots) {
    const confirmed = there.get(jobId)
    // Somebody else's row of the same id cannot be ours to write: it is let go.
    if (confirmed === undefined || confirmed <= revision) ledger.outbox.sent(jobId, revision)
    else ledger.outbox.overtake(jobId, confirmed)
  }
}

/** False when there was nothing to say now: a finished job is answered together with its files. */
async function tellTaken(sql: Sql, telling: Telling, entry: Waiting): Promise<boolean> {
  const { ledger } = telling
  let lease = ledger.taken.get(entry.jobId)
  // Discarded since the others were told.
  if (lease === null) return false
  const job = ledger.job(entry.jobId)
  const ended = lease.state !== 'held'
  if (ended && isAnew(job)) lease = await takeAgain(sql, telling, lease)
  // One that was done before anybody could be told is answered now, as any other.
  const told = ended && job.state === 'finished'
  if (told || lease.state !== 'held' || lease.server !== telling.server) {
    ledger.outbox.sent(entry.jobId, entry.revision)
    return true
  }
  if (job.state === 'finished') return false
  const over = isOver(job)
  const snapshot = snapshotOf(job, entry.revision)
  const ours = over ? await fail(sql, lease, snapshot) : await tell(sql, lease, snapshot)
  if (!ours) telling.onLost(lease)
  else if (over) ledger.taken.end(lease.jobId, lease.token, 'delivered')
  ledger.outbox.sent(entry.jobId, entry.revision)
  return true
}

/** What is being stopped here, since the lease was lost, is no new beginning. */
const isAnew = ({ state, cancelRequested }: Job): boolean =>
  state === 'finished' || (!cancelRequested && state !== 'failed' && state !== 'stopped')

/** A job that was run here once more after its lease had ended: its row may still want an answer. */
async function takeAgain(sql: Sql, { ledger, server }: Telling, lease: Lease): Promise<Lease> {
  const token = randomUUID()
  const { jobId } = lease
  const claim = await claimById(sql, jobId, { worker: ledger.outbox.installation(), token, leaseSeconds })
  if (typeof claim === 'string') return lease
  ledger.taken.hold({ jobId, server, token })
  return { jobId, server, token, state: 'held' }
}
