import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rollDice } from '#test/faults/dice.ts'
import { build, settled } from '#test/faults/real-jobs.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'
import { startWorker } from '#test/faults/worker-process.ts'

const kills = 20
/** Milliseconds in which a job is QGIS' to do, some 1,200 of them with a warm one. */
const span = 1_200

test(`kill -9 of QGIS at ${kills} random points of a job loses nothing`, async () => {
  const random = rollDice('QGIS killed')
  const { server, database, folder } = await makeScene()
  const dir = join(folder, 'data')
  const worker = await startWorker(dir, server.password)
  await worker.call('settings.set', database.settings())
  const accepted: Record<'local' | 'taken', string[]> = { local: [], taken: [] }
  let attempts = 0
  for (let kill = 0; kill < kills; kill++) {
    const kind = random() < 0.5 ? 'local' : 'taken'
    const [id = ''] = kind === 'local' ? [await build(worker, folder, `Ward ${kill}`)] : await database.ask()
    accepted[kind].push(id)
    await worker.reach(id, 'started')
    await sleep(random() * span)
    process.kill(await until(() => worker.qgis()), 'SIGKILL')
    const job = await worker.reach(id, 'finished', 'failed')
    expect(job).toMatchObject({ state: 'finished', error: null })
    attempts += job.attempts
  }
  await settled(worker, database)
  await worker.stop()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  process.stdout.write(`${kills} kills of QGIS: 0 lost, 0 twice (${attempts} attempts)\n`)
})
