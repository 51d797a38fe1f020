import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startCheapProcess } from '#test/faults/cheap-process.ts'
import { startCheapWorker } from '#test/faults/cheap-worker.ts'
import { rollDice } from '#test/faults/dice.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'
import { startProxy } from '#test/postgres/proxy.ts'

const megabyte = 1_048_576

async function faultyLine(bytes: number) {
  const scene = await makeScene()
  const proxy = await startProxy(scene.server.port)
  onTestFinished(() => proxy.stop())
  const dir = join(scene.folder, 'data')
  const { database, server } = scene
  const worker = await startCheapWorker({
    dir,
    settings: database.settings({ port: proxy.port }),
    password: server.password,
    bytes,
  })
  const connected = (): Promise<boolean> => until(() => worker.mirror.status().state === 'connected')
  async function back(): Promise<void> {
    proxy.heal()
    if (worker.mirror.status().state !== 'connected') worker.mirror.reconnect()
    await connected()
  }
  async function quiet(): Promise<void> {
    // A claim whose answer the line swallowed waits for the end of its lease.
    await until(async () => worker.isQuiet() && (await database.open()) === 0, { ms: 180_000 })
    await worker.stop()
  }
  return { ...scene, dir, proxy, worker, back, connected, quiet }
}

test('a connection cut in the middle of large files, at random places', async () => {
  const random = rollDice('Line cut')
  const cuts = 20
  const size = 24 * megabyte
  const { proxy, worker, database, dir, connected, back, quiet } = await faultyLine(size)
  const accepted = { local: [await worker.accept('large')], taken: await database.ask() }
  await connected()
  for (let cut = 0; cut < cuts; cut++) {
    proxy.cutAfter(Math.ceil(random() * 3 * megabyte))
    await until(() => worker.mirror.status().state !== 'connected' || worker.isQuiet())
    await back()
  }
  await quiet()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  // Each cut costs a step or two, not the file.
  expect(proxy.bytes.up).toBeLessThan(2 * size + cuts * 3 * megabyte + 8 * megabyte)
  process.stdout.write(
    `${cuts} cuts in two files of 24 MiB: 0 lost, 0 twice, ${(proxy.bytes.up / megabyte).toFixed(1)} MiB sent\n`,
  )
})

test('black holes at random moments: noticed, and all goes on', async () => {
  const random = rollDice('Black hole')
  const holes = 4
  const { proxy, worker, database, dir, connected, back, quiet } = await faultyLine(200_000)
  const accepted = { local: [] as string[], taken: [] as string[] }
  const noticed: number[] = []
  for (let hole = 0; hole < holes; hole++) {
    await connected()
    accepted.local.push(await worker.accept(`${hole}`))
    accepted.taken.push(...(await database.ask(2)))
    await sleep(random() * 400)
    proxy.blackHole()
    const began = performance.now()
    accepted.local.push(await worker.accept(`${hole} unheard`))
    await until(() => worker.mirror.status().state === 'unreachable')
    noticed.push(Math.round((performance.now() - began) / 100) / 10)
    expect(worker.mirror.status().waiting).toBeGreaterThan(0)
    await back()
  }
  await quiet()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  process.stdout.write(`${holes} black holes: 0 lost, 0 twice, noticed after ${noticed.join(', ')} s\n`)
})

test('a worker whose line is dead ends all the same when it is told to', async () => {
  const { server, database, folder } = await makeScene()
  const proxy = await startProxy(server.port)
  onTestFinished(() => proxy.stop())
  const ids = await database.ask(3)
  const worker = startCheapProcess({
    dir: join(folder, 'data'),
    settings: database.settings({ port: proxy.port }),
    password: server.password,
    bytes: 8 * megabyte,
  })
  await until(async () => (await database.sql.query('SELECT FROM qgis_job_files')).length > 0)
  proxy.blackHole()
  const began = performance.now()
  await worker.stop()
  const seconds = (performance.now() - began) / 1000
  expect(seconds).toBeLessThan(10)
  process.stdout.write(`${ids.length} jobs on a dead line: ended after ${seconds.toFixed(1)} s\n`)
})
