import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Job } from '#worker/api/jobs.ts'
import { noSecrets } from '#worker/api/messages.ts'
import { createWorker } from '#worker/compose.ts'
import { acceptSync } from '#worker/compose/cloud.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { root } from '#build/root.ts'
import { opened, projectId, qgsFile } from '#test/worker/cloud/opened.ts'
import { syncJob, writeFiles } from '#test/worker/steps/sync-bench.ts'
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

test('a sync that was left begins once the system’s store has told its token', async () => {
  const { server, token } = await opened('2026')
  const [dataDir, folder] = [temporaryFolder(), temporaryFolder()]
  writeFiles(folder, { 'site.qgs': qgsFile })
  const store = await openStore(dataDir)
  const ledger = createLedger(store, standingClock())
  const can = { teams: false, createUsers: false, quota: true, resumeDownloads: true }
  const account = ledger.cloud.accounts.put({
    server: server.url,
    username: 'ana',
    state: 'signedIn',
    expiresAt: null,
    organizations: [],
    can,
  })
  const target = { kind: 'project' as const, projectId }
  const { id } = acceptSync(ledger, { folder, accountId: account.id, target, makePackage: false })
  store.close()
  const ended = Promise.withResolvers<Job>()
  const worker = await createWorker({
    dataDir,
    resourcesDir: join(root, 'resources'),
    secrets: null,
    keepSecret: () => undefined,
    note: () => undefined,
    emit: (name, payload) => {
      const job = payload as Job
      if (name === 'job.changed' && job.finishedAt !== null) ended.resolve(job)
    },
  })
  try {
    const before = server.requests.length
    worker.start()
    // What came before the start would not wait for anything.
    await setTimeout(200)
    expect(await worker.answer('jobs.get', { id })).toMatchObject({ value: { state: 'started' } })
    expect(server.requests).toHaveLength(before)
    worker.setSecrets({ ...noSecrets, cloud: { [account.id]: token } })
    expect(await ended.promise).toMatchObject({ id, state: 'finished', error: null })
  } finally {
    await worker.stop()
  }
})
