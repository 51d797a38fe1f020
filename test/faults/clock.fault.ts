import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rollDice } from '#test/faults/dice.ts'
import { build, settled } from '#test/faults/real-jobs.ts'
import { makeScene } from '#test/faults/scene.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'
import { startWorker } from '#test/faults/worker-process.ts'

const day = 86_400_000
/** Where the worker's clock stands during each pair of jobs. */
const jumps = [day, 0, -day, day, -day, 0]

test('the clock jumps by a day, there and back, in the middle of jobs', async () => {
  const random = rollDice('Clock set')
  const { server, database, folder } = await makeScene()
  const dir = join(folder, 'data')
  const worker = await startWorker(dir, server.password)
  await worker.call('settings.set', database.settings())
  const accepted = { local: [] as string[], taken: [] as string[] }
  for (const [at, jump] of jumps.entries()) {
    const [taken = ''] = await database.ask()
    const local = await build(worker, folder, `Ward ${at}`)
    accepted.local.push(local)
    accepted.taken.push(taken)
    await sleep(random() * 2_000)
    worker.shiftClock(jump)
    await worker.reach(local, 'finished')
    await worker.reach(taken, 'finished')
  }
  await settled(worker, database)
  await worker.stop()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  // By the server's clock no lease ever ran out.
  expect(await database.sql.query('SELECT FROM claims')).toHaveLength(accepted.taken.length)
  process.stdout.write(`${jumps.length} jumps of the clock: 0 lost, 0 twice\n`)
})
