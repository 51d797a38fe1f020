import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import { claimById, claimNext, type ClaimedJob, type ClaimRefusal } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import { leaseSeconds } from '#worker/mirror/hold-leases.ts'
import type { Lease, MirrorLedger } from '#worker/mirror/ledger.ts'
import { handBack, refuse } from '#worker/mirror/lease.ts'
import type { Schema } from '#worker/mirror/migrate.ts'
import { readBasemap } from '#worker/mirror/read-basemap.ts'
import { receiveInputs } from '#worker/mirror/receive-inputs.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { writing } from '#worker/mirror/writing.ts'

export type OnLost = (lease: Pick<Lease, 'jobId' | 'token'>) => void

export interface Taking {
  ledger: MirrorLedger
  schema: Schema
  /** A folder for what is on its way into the ledger. */
  scratchDir: string
  /** Leases of claims whose inputs are still on their way; they are extended with the others. */
  arriving: Set<Pick<Lease, 'jobId' | 'token'>>
  /** Leases that could not be given back when the line broke; those of the line before are among them. */
  owed: Set<Pick<Lease, 'jobId' | 'token'>>
  /** Counts what comes in of files. */
  onBytes: (bytes: number) => void
  signal: AbortSignal
}

/** Seconds of the server's clock that a row is left to whoever wrote it: Field-TM's POST comes right after. */
const graceSeconds = 5

/**
 * Takes one job that others put into qgis_jobs, with its inputs. False when none waits.
 *
 * @param hinted ids that NOTIFY named: ready, however young
 * @throws AppError mirror.*
 */
export async function takeNext(sql: Sql, taking: Taking, hinted: readonly string[]): Promise<boolean> {
  await enrol(sql, { graceSeconds, hinted })
  const token = randomUUID()
  const claim = await claimNext(sql, { ...who(taking), token })
  if (claim === null) return false
  await bringIn(sql, taking, claim, token)
  return true
}

/**
 * Gives back what a broken line left claimed, so that the attempt does not count: a large input on a bad line may take
 * many tries, and goes on where it was at each.
 *
 * @throws AppError mirror.unreachable
 */
export async function giveBackOwed(sql: Sql, { owed }: Taking): Promise<void> {
  for (const lease of owed) {
    await handBack(sql, lease)
    owed.delete(lease)
  }
}

/**
 * Takes that job, whatever its age, for somebody who asks for it by its id, and says how it is to be done.
 *
 * @returns why it cannot be taken, or null once it is here
 * @throws AppError mirror.*, and why its inputs cannot be used
 */
export async function takeById(
  sql: Sql,
  taking: Taking,
  jobId: string,
  request: Record<string, unknown>,
): Promise<ClaimRefusal | null> {
  const token = randomUUID()
  const claim = await claimById(sql, jobId, { ...who(taking), token, request })
  if (typeof claim === 'string') return claim
  await bringIn(sql, taking, claim, token)
  return null
}

const who = ({ ledger }: Taking) => ({ worker: ledger.outbox.installation(), leaseSeconds })

async function bringIn(sql: Sql, taking: Taking, claim: ClaimedJob, token: string): Promise<void> {
  const { ledger, schema, onBytes, signal } = taking
  const arriving = { jobId: claim.jobId, token }
  // By the job's id: what had come of large files when the line broke is there at the next try.
  const folder = join(taking.scratchDir, `taken-${claim.jobId}`)
  taking.arriving.add(arriving)
  let keeps = false
  try {
    await writing(folder, () => mkdir(folder, { recursive: true }))
    const lease = { server: schema.server, token }
    if (claim.type === 'basemap') {
      const row = await readBasemap(sql, claim.jobId)
      await ledger.accept({ ...claim, request: { ...claim.request, ...row } }, [], lease)
    } else {
      const inputs = await receiveInputs(sql, claim.jobId, folder, { signal, onBytes })
      await ledger.accept(claim, inputs, lease)
    }
  } catch (thrown) {
    keeps = isAboutLine(thrown)
    // Elsewhere or later that may go better. Given back for any other reason, it would come back for ever, before all
    // that wait behind it.
    if (keeps || isAboutHere(thrown)) {
      await handBack(sql, arriving).catch(() => taking.owed.add(arriving))
      throw thrown
    }
    const error = toErrorData(thrown)
    await refuse(sql, arriving, error)
    throw AppError.from(error)
  } finally {
    taking.arriving.delete(arriving)
    if (!keeps) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** The server is to blame, or the way there, and not the job. */
export function isAboutLine(thrown: unknown): boolean {
  return (
    thrown instanceof AppError && (thrown.code === 'mirror.unreachable' || thrown.code === 'mirror.refused')
  )
}

/** This computer is to blame: its disk is full, or it stops. */
export function isAboutHere(thrown: unknown): boolean {
  if (thrown instanceof AppError) return /^(output|store|job)\./.test(thrown.code)
  return thrown instanceof Error && 'syscall' in thrown
}
