import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startCheapWorker } from '#test/faults/cheap-worker.ts'
import { rollDice } from '#test/faults/dice.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'

const kills = 20

test(`kill -9 of Postgres at ${kills} random points loses nothing`, async () => {
  const random = rollDice('Postgres killed')
  const { server, database, folder } = await makeScene()
  const dir = join(folder, 'data')
  const worker = await startCheapWorker({
    dir,
    settings: database.settings(),
    password: server.password,
    bytes: 300_000,
    ms: 200,
  })
  const accepted: Record<'local' | 'taken', string[]> = { local: [], taken: [] }
  for (let kill = 0; kill < kills; kill++) {
    accepted.taken.push(...(await database.ask(2)))
    for (const name of ['a', 'b']) accepted.local.push(await worker.accept(`${kill}${name}`))
    await until(() => worker.mirror.status().state === 'connected')
    await sleep(random() * 1_000)
    await server.kill()
    accepted.local.push(await worker.accept(`${kill} without a server`))
    await server.start()
    // Not worth the wait that doubles with each failure.
    if (worker.mirror.status().state !== 'connected') worker.mirror.reconnect()
  }
  await until(async () => worker.isQuiet() && (await database.open()) === 0)
  await worker.stop()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  expect(await database.sql.query('SELECT FROM answers')).toHaveLength(accepted.taken.length)
  process.stdout.write(
    `${kills} kills of Postgres: 0 of ${accepted.local.length} local and ${accepted.taken.length} taken jobs lost, 0 twice\n`,
  )
})
