import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { SyncRequest } from '#worker/api/cloud.ts'
import { openCloud } from '#worker/cloud/open-cloud.ts'
import { createQueue } from '#worker/queue/queue.ts'
import { sync, syncSteps } from '#worker/steps/sync.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { sweep } from '#worker/store/sweep.ts'
import { syncPorts } from '#test/worker/steps/sync-bench.ts'

export interface SyncWorkerOptions {
  dir: string
  server: string
  token: string
  username: string
  /** Milliseconds since 1970: from then on its clock runs faster than others, so that waits are short. */
  began: number
  haste: number
}

/** A worker that does nothing but sync, as a process that can be killed; it tells each change of its jobs. */
const options = JSON.parse(process.argv[2] ?? '') as SyncWorkerOptions
const { dir, server, token, username, began, haste } = options
const store = await openStore(dir)
sweep(store)
const now = (): number => began + (Date.now() - began) * haste
const ledger = createLedger(store, { now, random: Math.random })
const cloud = openCloud({ server, token, username, pauses: [] })
const ports = {
  ...syncPorts(ledger, cloud),
  sleep: (ms: number, signal: AbortSignal) => sleep(ms / haste, undefined, { signal }),
}
const queue = createQueue({
  ledger,
  plans: {
    sync: {
      steps: syncSteps,
      run: ({ job, signal, report, keep }) =>
        sync({ jobId: job.id, request: SyncRequest.parse(job.request), signal, report, keep }, ports),
    },
  },
  emit: (name, payload) => void (name === 'job.changed' && process.send?.(payload)),
  now,
  onError: (thrown) => process.stderr.write(`${String(thrown)}\n`),
  timing: { poll: 50 },
})
queue.start()
if (process.connected) await once(process, 'disconnect')
await queue.stop({ drainMs: 0 })
store.close()
