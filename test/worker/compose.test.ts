import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWorker } from '#worker/compose.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { root } from '#build/root.ts'
import { syncJob } from '#test/worker/steps/sync-bench.ts'
import { standingClock, temporaryFolder } from '#test/worker/store/temporary.ts'

test.for([
  ['nobody’s accounts leaves syncs', {}, 'queued'],
  ['accounts takes them', { keepSecret: () => undefined }, 'started'],
] as const)('a worker that knows %s', async ([, more, state]) => {
  const dataDir = temporaryFolder()
  const store = await openStore(dataDir)
  const id = syncJob(createLedger(store, standingClock()))
  store.close()
  const quiet = { emit: () => undefined, note: () => undefined }
  const worker = await createWorker({ dataDir, resourcesDir: join(root, 'resources'), ...quiet, ...more })
  try {
    // Jobs that wait are taken with the start.
    worker.start()
    expect(await worker.answer('jobs.get', { id })).toMatchObject({ ok: true, value: { state } })
  } finally {
    await worker.stop()
  }
})
