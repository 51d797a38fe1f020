import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startCheapWorker, type CheapWorker } from '#test/faults/cheap-worker.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import type { Sql } from '#worker/mirror/sql.ts'

const jobs = 40

test('a full outbox is sent three times, and the second and third time change nothing', async () => {
  const { server, database, folder } = await makeScene()
  const proxy = await startProxy(server.port)
  onTestFinished(() => proxy.stop())
  const [dir, copy] = [join(folder, 'data'), join(folder, 'copy')]
  const options = {
    dir,
    settings: database.settings({ port: proxy.port }),
    password: server.password,
    ms: 400,
  }
  const taken = await database.ask()
  const alone = await startCheapWorker(options)
  await until(() => alone.ledger.taken.count() === 1)
  proxy.cut()
  const local: string[] = []
  for (let job = 0; job < jobs; job++) local.push(await alone.accept(`${job}`))
  await until(() => alone.ledger.jobs.counts().finished === jobs + 1, { ms: 120_000 })
  await alone.stop()
  cpSync(dir, copy, { recursive: true })
  proxy.heal()

  await sendAll(await startCheapWorker(options))
  const there = await everything(database.sql)
  await expectNothingLostOrTwice(dir, database.sql, { local, taken })
  for (let again = 0; again < 2; again++) {
    rmSync(dir, { recursive: true })
    cpSync(copy, dir, { recursive: true })
    await sendAll(await startCheapWorker(options))
    expect(await everything(database.sql)).toEqual(there)
    await expectNothingLostOrTwice(dir, database.sql, { local, taken })
  }
  process.stdout.write(`${jobs + 1} jobs sent three times: 0 lost, 0 twice, 0 rows changed\n`)
})

async function sendAll(worker: CheapWorker): Promise<void> {
  expect(worker.ledger.outbox.count()).toBeGreaterThan(jobs)
  await until(() => worker.isQuiet())
  await worker.stop()
}

/** Every row, with the times at which it was written. */
async function everything(sql: Sql): Promise<object[][]> {
  const tables = ['qgis_jobs', 'qgis_jobs_ext', 'qgis_job_files', 'claims', 'answers']
  return Promise.all(tables.map((table) => sql.query(`SELECT * FROM ${table} AS t ORDER BY t::text`)))
}
