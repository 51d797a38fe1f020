import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import type { Settings } from '#worker/api/settings.ts'
import type { MirrorAddress, MirrorStatus } from '#worker/api/mirror.ts'
import { backoffDelay } from '#worker/domain/job/retry.ts'
import { placeOf } from '#worker/mirror/address.ts'
import { createBell } from '#worker/mirror/bell.ts'
import type { ClaimRefusal } from '#worker/mirror/claim.ts'
import { connection, type Connected } from '#worker/mirror/connection.ts'
import type { MirrorCounters } from '#worker/mirror/counters.ts'
import { handBackAll } from '#worker/mirror/hold-leases.ts'
import { isOver, type Lease, type MirrorLedger } from '#worker/mirror/ledger.ts'
import { createStatus, off } from '#worker/mirror/status.ts'
import { takeById, type Taking } from '#worker/mirror/take-jobs.ts'
import { stateOf, toMirrorError, troubleOf } from '#worker/mirror/trouble.ts'

export interface MirrorOptions {
  /** Where Postgres is; null when none is set. */
  address: () => MirrorAddress | null
  settings: () => Pick<Settings, 'takeJobs' | 'mirrorFiles' | 'orphanHours'>
  ledger: MirrorLedger
  /** How many more jobs could start now: no more than those are taken from others. */
  free: () => number
  /** An empty folder that goes with the worker. */
  scratchDir: string
  onStatus: (status: MirrorStatus) => void
  /** Milliseconds since 1970 UTC. */
  now: () => number
  random: () => number
  note: (line: string) => void
  counters: MirrorCounters
}

/** The most that is waited before the server is tried again, in milliseconds. */
const longestWait = 60_000

export interface Mirror {
  start(): void
  /** Gives back what was taken and has not ended, and lets go of the server. */
  stop(): Promise<void>
  /** The ledger changed: there may be something to tell, or room for another job. */
  wake(): void
  /** Settings or the password changed: connects anew. */
  reconnect(): void
  status(): MirrorStatus
  /**
   * Takes one job of somebody else's now.
   *
   * @returns why it cannot be taken, or null once it is in the ledger
   * @throws AppError mirror.*, and why its inputs cannot be used
   */
  take(jobId: string, request: Record<string, unknown>): Promise<ClaimRefusal | null>
  /** Resolves once a taken job has been answered there, or is not ours any more; `held` when the mirror stops before. */
  answered(jobId: string): Promise<Lease['state']>
}

/** Keeps Postgres and the ledger in step for as long as it runs; without a connection it waits for one. */
export function createMirror(options: MirrorOptions): Mirror {
  const { ledger, note, counters } = options
  const stopping = new AbortController()
  const changes = createBell()
  const room = createBell()
  const retry = createBell()
  const arriving: Taking['arriving'] = new Set()
  const owed: Taking['owed'] = new Set()
  const waiters = new Map<string, Set<(state: Lease['state']) => void>>()
  const status = createStatus({
    counts: () => ({ waiting: ledger.outbox.count(), taken: ledger.taken.count() }),
    onStatus: options.onStatus,
  })
  let connected: Connected | null = null
  /** Ends the present connection for good reasons: other settings, the stop. */
  let hangUp = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function live(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      const address = options.address()
      if (address === null) {
        status.set(off)
        await retry.wait(longestWait, stopping.signal)
        continue
      }
      hangUp = new AbortController()
      try {
        status.set({ ...off, ...placeOf(address.url), state: 'connecting' })
        await connection(address, {
          ledger,
          settings: options.settings,
          free: options.free,
          scratchDir: options.scratchDir,
          arriving,
          owed,
          changes,
          room,
          counters,
          note,
          signal: AbortSignal.any([stopping.signal, hangUp.signal]),
          onConnected(life) {
            failures = 0
            connected = life
            counters.connects++
            status.set({ state: 'connected', trouble: null, readOnly: life.schema.readOnly })
          },
          onListening: (listening) => status.set({ listening }),
          onContact() {
            status.set({ lastContact: new Date(options.now()).toISOString() })
            tellWaiters()
          },
          onLost: lose,
        })
      } catch (thrown) {
        if (stopping.signal.aborted || hangUp.signal.aborted) continue
        const error =
          toMirrorError(thrown, status.now().host) ?? new AppError('internal', {}, { cause: thrown })
        const trouble = troubleOf(error)
        note(`database: ${trouble}: ${error.data.detail ?? error.message}`)
        status.set({ state: stateOf(error), trouble, listening: false })
        failures++
        await retry.wait(
          Math.min(longestWait, 500 + backoffDelay(failures, options.random())),
          stopping.signal,
        )
      } finally {
        connected = null
      }
    }
  }

  /** Another computer has it: what runs here is stopped, what is made stays. */
  function lose({ jobId, token }: Pick<Lease, 'jobId' | 'token'>): void {
    const lease = ledger.taken.get(jobId)
    // Its inputs are still on their way, or it was discarded, answered or taken again while the server was asked.
    if (lease?.token !== token || lease.state !== 'held') return
    ledger.taken.end(jobId, token, 'lost')
    if (!isOver(ledger.job(jobId))) ledger.withdraw(jobId, 'mirror.leaseLost')
    tellWaiters()
  }

  function tellWaiters(): void {
    for (const [jobId, wake] of waiters) {
      const state = ledger.taken.get(jobId)?.state ?? 'gone'
      if (state === 'held' && !stopping.signal.aborted) continue
      waiters.delete(jobId)
      for (const resolve of wake) resolve(state)
    }
  }

  function mustBeConnected(): Connected {
    if (connected !== null) return connected
    throw new AppError('mirror.unreachable', { host: status.now().host })
  }

  return {
    start() {
      running = live()
    },
    async stop() {
      const life = connected
      if (life !== null && !life.schema.readOnly) {
        const done = handBackAll(life.sql, ledger, life.schema.server).catch((thrown: unknown) =>
          note(String(thrown)),
        )
        await Promise.race([done, sleep(2_000, undefined, { ref: false })])
      }
      stopping.abort()
      retry.ring()
      await running
      status.stop()
      tellWaiters()
    },
    wake() {
      status.changed()
      changes.ring()
      room.ring()
    },
    reconnect() {
      hangUp.abort()
      retry.ring()
    },
    status: status.now,
    async take(jobId, request) {
      const { sql, schema, taking } = mustBeConnected()
      if (schema.readOnly) throw new AppError('mirror.newer', { host: status.now().host })
      const refusal = await takeById(sql, taking, jobId, request)
      if (refusal === null) counters.claims++
      return refusal
    },
    answered: (jobId) =>
      new Promise((resolve) => {
        const wake = waiters.get(jobId) ?? new Set()
        waiters.set(jobId, wake.add(resolve))
        tellWaiters()
      }),
  }
}
