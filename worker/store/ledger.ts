import { type Blobs, createBlobs } from '#worker/store/blobs.ts'
import { type CloudStore, createCloud } from '#worker/store/cloud.ts'
import type { Store } from '#worker/store/connection.ts'
import { createDeltas, type Deltas } from '#worker/store/deltas.ts'
import { createFiles, type Files } from '#worker/store/files.ts'
import { createJobs, type Jobs } from '#worker/store/jobs.ts'
import { createLeases, type Leases } from '#worker/store/leases.ts'
import { createLogs, type Logs } from '#worker/store/logs.ts'
import { createOutbox, type Outbox } from '#worker/store/outbox.ts'
import { createSettings, type SettingsStore } from '#worker/store/settings.ts'
import { createTaken, type TakenJobs } from '#worker/store/taken.ts'

export interface Ledger {
  jobs: Jobs
  leases: Leases
  logs: Logs
  files: Files
  blobs: Blobs
  settings: SettingsStore
  outbox: Outbox
  taken: TakenJobs
  deltas: Deltas
  cloud: CloudStore
}

/** Everything that the ledger can do, over one open store. */
export function createLedger(
  store: Store,
  clock: {
    /** Milliseconds since 1970 UTC. */
    now: () => number
    /** In [0, 1). */
    random: () => number
  },
): Ledger {
  const { now, random } = clock
  const blobs = createBlobs(store)
  const files = createFiles(store, now)
  const logs = createLogs(store)
  return {
    blobs,
    files,
    logs,
    jobs: createJobs(store, { blobs, files, now }),
    leases: createLeases(store, { files, logs, now, random }),
    settings: createSettings(store),
    outbox: createOutbox(store),
    taken: createTaken(store),
    deltas: createDeltas(store, now),
    cloud: createCloud(store, files, now),
  }
}
