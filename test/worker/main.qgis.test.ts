import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { WorkerMessage } from '#worker/api/messages.ts'
import type { Job } from '#worker/api/jobs.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { writeTown } from '#test/bench/buildings.ts'
import { samples } from '#test/worker/cli/run.ts'
import { standingClock, temporaryFolder } from '#test/worker/store/temporary.ts'

const root = join(import.meta.dirname, '../..')

test('a worker that is told to end hands its job back, and QGIS goes with it', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  await writeTown(join(folder, 'town.geojson'), { count: 60_000, seed: 3, origin: [84.4, 27.6], bowties: 0 })
  const worker = fork(
    join(root, 'worker/main.ts'),
    ['--data', data, '--resources', join(root, 'resources')],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  const ended = once(worker, 'exit')
  const request = {
    title: 'Wells',
    form: join(samples, 'building_survey.xlsx'),
    features: join(folder, 'town.geojson'),
    out: join(folder, 'out'),
  }
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready')
      worker.send({ kind: 'call', id: 1, method: 'jobs.generate', input: request })
    // The pass over the features is QGIS's, and takes a while.
    if (
      message.kind === 'event' &&
      message.name === 'job.changed' &&
      running(message.payload as Job) === 'features'
    )
      worker.kill('SIGTERM')
  })
  expect(await ended).toEqual([0, null])
  const store = await openStore(data)
  expect(createLedger(store, standingClock()).jobs.list()).toMatchObject([
    { title: 'Wells', state: 'queued', attempts: 0 },
  ])
  store.close()
})

const running = ({ steps }: Job): string | undefined => steps.find(({ state }) => state === 'running')?.id
