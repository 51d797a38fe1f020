import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Emit } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { MirrorAddress } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'
import { acceptClaim } from '#worker/compose/accept-claim.ts'
import { keepAll } from '#worker/compose/accept.ts'
import type { MirrorCounters } from '#worker/mirror/counters.ts'
import { isOver, type MirrorLedger } from '#worker/mirror/ledger.ts'
import { createMirror, type Mirror } from '#worker/mirror/mirror.ts'
import { placeOf } from '#worker/mirror/address.ts'
import type { Queue } from '#worker/queue/queue.ts'
import type { WorkbookPort } from '#worker/steps/ports.ts'
import type { Store } from '#worker/store/connection.ts'
import type { Ledger } from '#worker/store/ledger.ts'
import { workDir } from '#worker/store/paths.ts'

export interface MirrorParts {
  store: Store
  ledger: Ledger
  queue: Queue
  workbooks: WorkbookPort
  emit: Emit
  settings: () => Settings
  /** The database's password, from whoever keeps it. */
  password: () => string | null
  note: (line: string) => void
  stopping: AbortSignal
}

export interface ComposedMirror extends Mirror {
  counters(): MirrorCounters
  /** Resolves when every finished job of others has been answered, or after `ms`: for the stop. */
  settle(ms: number): Promise<void>
}

/** The mirror over this worker's ledger and queue. */
export function composeMirror(parts: MirrorParts): ComposedMirror {
  const { store, queue, emit, settings } = parts
  const counters = { connects: 0, claims: 0, bytes: 0 }
  const mirror = createMirror({
    address: () => addressOf(settings(), parts.password()),
    settings,
    ledger: ledgerFor(parts),
    free: () => queue.free(),
    scratchDir: workDir(store.dir),
    onStatus: (status) => emit('mirror.changed', status),
    now: Date.now,
    random: Math.random,
    note: parts.note,
    counters,
  })
  return {
    ...mirror,
    counters: () => ({ ...counters }),
    async settle(ms) {
      if (mirror.status().state !== 'connected') return
      const answers = Promise.all(parts.ledger.taken.unanswered().map((id) => mirror.answered(id)))
      await Promise.race([answers, sleep(ms, undefined, { ref: false })])
    },
  }
}

/** Milliseconds between two looks at a run that is being stopped. */
const endingLook = 100

/** Where the projects of others stand that are made here. */
export const takenDir = (dataDir: string): string => join(dataDir, 'taken')

/** Where the settings say that Postgres is. */
export function addressOf(settings: Settings, password: string | null): MirrorAddress | null {
  const { postgresUrl: url, postgresTls: tls, postgresCaFile: caFile } = settings
  return url === null ? null : { url, tls, caFile, password }
}

function ledgerFor({ store, ledger, queue, workbooks, emit, settings, stopping }: MirrorParts): MirrorLedger {
  const { outbox, taken, jobs, files, blobs } = ledger

  function runs(job: Job): void {
    emit('job.changed', job)
    queue.wake()
  }

  /** A run that is being stopped, since its lease was lost, would be the end of the new one, too. */
  async function findAtRest(id: string): Promise<Job | null> {
    for (;;) {
      const job = jobs.find(id)
      if (job?.state !== 'started' || !job.cancelRequested) return job
      await sleep(endingLook)
    }
  }

  return {
    outbox,
    taken,
    job: jobs.get,
    files: files.list,
    pathOf: blobs.pathOf,
    withdraw(id, reason) {
      if (!isOver(jobs.get(id))) queue.cancel(id, reason)
    },
    async accept(claim, inputs, lease) {
      const known = await findAtRest(claim.jobId)
      const anew = known === null || known.state === 'failed' || known.state === 'stopped'
      if (!anew) {
        taken.hold({ jobId: known.id, ...lease })
        runs(known)
        return
      }
      const folder = takenDir(store.dir)
      // Of a job that was discarded here, or forgotten with a ledger that went back to its backup.
      await rm(join(folder, claim.jobId), { recursive: true, force: true })
      const { files: wanted, ...work } = await acceptClaim(claim, inputs, { folder, workbooks, stopping })
      const kept = await keepAll(ledger, wanted)
      const { host, database } = placeOf(settings().postgresUrl ?? '') ?? { host: '', database: '' }
      const from = { id: claim.jobId, origin: `${database} · ${host}` }
      runs(
        store.write(() => {
          const job =
            known === null
              ? jobs.create({ ...work, files: kept, from })
              : jobs.renew(known.id, { ...work, files: kept })
          taken.hold({ jobId: job.id, ...lease })
          return job
        }),
      )
    },
  }
}
