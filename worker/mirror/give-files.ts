import { AppError, toErrorData } from '#worker/api/errors.ts'
import type { FilesPolicy } from '#worker/api/mirror.ts'
import { filesToMirror } from '#worker/domain/mirror/files-policy.ts'
import { snapshotOf } from '#worker/domain/mirror/snapshot.ts'
import { deliver } from '#worker/mirror/deliver.ts'
import { fail } from '#worker/mirror/lease.ts'
import type { Lease, MirrorLedger } from '#worker/mirror/ledger.ts'
import { sendFile } from '#worker/mirror/send-file.ts'
import type { Sql } from '#worker/mirror/sql.ts'

export interface Giving {
  ledger: MirrorLedger
  server: string
  policy: () => FilesPolicy
  onLost: (lease: Lease) => void
  onBytes: (bytes: number) => void
  note: (line: string) => void
  signal: AbortSignal
}

/**
 * Answers one job of somebody else's. False when none waits.
 *
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function giveAnswer(sql: Sql, giving: Giving): Promise<boolean> {
  const { ledger } = giving
  const answer = ledger.taken.held(giving.server).find(({ jobId }) => ledger.job(jobId).state === 'finished')
  if (answer === undefined) return false
  await answerWith(sql, giving, answer)
  return true
}

/**
 * Sends the files of one of our own jobs. False when none waits.
 *
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function giveFiles(sql: Sql, giving: Giving): Promise<boolean> {
  const { ledger } = giving
  const [entry] = ledger.outbox.filesWaiting(1)
  if (entry === undefined) return false
  if (ledger.taken.get(entry.jobId) === null) await sendOwn(sql, giving, entry.jobId)
  ledger.outbox.filesSent(entry.jobId, entry.revision)
  return true
}

async function answerWith(sql: Sql, giving: Giving, lease: Lease): Promise<void> {
  const { ledger, signal, onBytes } = giving
  const { jobId, token } = lease
  const job = ledger.job(jobId)
  const files = ledger.files(jobId, 'output').map((file) => ({ ...file, path: ledger.pathOf(file.sha256) }))
  try {
    const { outcome } = await deliver(
      sql,
      { lease, snapshot: snapshotOf(job, 0), files },
      { signal, onBytes },
    )
    if (outcome === 'lost') giving.onLost(lease)
    else ledger.taken.end(jobId, token, outcome)
  } catch (thrown) {
    if (!isAboutFile(thrown)) throw thrown
    // The copy here is broken: whoever waits is told, instead of waiting for ever.
    giving.note(`${jobId}: ${String(thrown)}`)
    const failed = { ...job, state: 'failed' as const, error: toErrorData(thrown) }
    await fail(sql, lease, snapshotOf(failed, 0))
    ledger.taken.end(jobId, token, 'delivered')
  }
}

async function sendOwn(sql: Sql, giving: Giving, jobId: string): Promise<void> {
  const { ledger, signal, onBytes } = giving
  const by = { worker: ledger.outbox.installation() }
  for (const role of ['input', 'output'] as const) {
    for (const file of filesToMirror(ledger.files(jobId, role), giving.policy())) {
      try {
        await sendFile(
          sql,
          { jobId, role, ...file, path: ledger.pathOf(file.sha256), by },
          { signal, onBytes },
        )
      } catch (thrown) {
        if (!isAboutFile(thrown)) throw thrown
        giving.note(`${jobId}: ${file.name}: ${String(thrown)}`)
      }
    }
  }
}

/** Trouble with this file or row alone, or with what the server says of its statement: the others can go on. */
function isAboutFile(thrown: unknown): boolean {
  return (
    !(thrown instanceof AppError) ||
    ['mirror.broken', 'mirror.gone', 'mirror.leaseLost', 'input.missing', 'input.unreadable'].includes(
      thrown.code,
    )
  )
}
