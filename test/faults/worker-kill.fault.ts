import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rollDice } from '#test/faults/dice.ts'
import { build, look, settled } from '#test/faults/real-jobs.ts'
import { makeScene } from '#test/faults/scene.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'
import { startWorker } from '#test/faults/worker-process.ts'

const kills = 50
/** Milliseconds of a job from its acceptance, or its row's, to its last file there: some 1,500 with a warm QGIS. */
const span = 1_600

test(`kill -9 of the worker at ${kills} random points of a job loses nothing`, async () => {
  const random = rollDice('Worker killed')
  const { server, database, folder } = await makeScene()
  const dir = join(folder, 'data')
  const accepted: Record<'local' | 'taken', string[]> = { local: [], taken: [] }
  const hits: Record<string, number> = {}
  let left: string | null = null
  for (let kill = 0; kill < kills; kill++) {
    const worker = await startWorker(dir, server.password)
    if (kill === 0) await worker.call('settings.set', database.settings())
    if (left !== null) await worker.reach(left, 'finished')
    const kind = random() < 0.5 ? 'local' : 'taken'
    const [id = ''] = kind === 'local' ? [await build(worker, folder, `Ward ${kill}`)] : await database.ask()
    accepted[kind].push(id)
    await sleep(random() * span)
    await worker.kill()
    const state = await look(dir, id)
    const where = `${kind} ${state ?? 'arriving'}`
    hits[where] = (hits[where] ?? 0) + 1
    // Nobody has it here: its lease there has to end first, which takes a minute.
    if (state === null) await database.expireLease(id)
    left = state === 'finished' ? null : id
  }
  const worker = await startWorker(dir, server.password)
  await settled(worker, database)
  await worker.stop()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  const claims = await database.sql.query('SELECT job_id FROM claims GROUP BY 1 HAVING count(*) > 2')
  expect(claims).toEqual([])
  process.stdout.write(`${kills} kills of the worker: 0 lost, 0 twice (${JSON.stringify(hits)})\n`)
})
