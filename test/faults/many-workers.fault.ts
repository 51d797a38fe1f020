import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCheapProcess } from '#test/faults/cheap-process.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'

const rows = 300
const names = ['one', 'two', 'three']

test(`${names.length} workers on the same ${rows} rows: each is done once, by one of them`, async () => {
  const { server, database, folder } = await makeScene()
  const ids = await database.ask(rows)
  const [settings, { password }] = [database.settings(), server]
  const workers = names.map((name) =>
    startCheapProcess({ dir: join(folder, name), settings, password, ms: 5 }),
  )
  await until(async () => (await database.open()) === 0, { ms: 240_000, everyMs: 200 })
  await Promise.all(workers.map(({ stop }) => stop()))
  const shares = await Promise.all(names.map((name) => finishedIn(join(folder, name))))
  expect(shares.flat().sort()).toEqual(ids.toSorted())
  for (const table of ['claims', 'answers'])
    expect(await database.sql.query(`SELECT job_id FROM ${table}`)).toHaveLength(rows)
  process.stdout.write(`${rows} rows: 0 lost, 0 twice (${shares.map((share) => share.length).join(' + ')})\n`)
})

/** Ids of the jobs that this worker did, each in one attempt. */
async function finishedIn(dir: string): Promise<string[]> {
  const store = await openStore(dir, { readOnly: true })
  try {
    const { jobs } = createLedger(store, { now: Date.now, random: Math.random })
    const done = jobs.list(10_000).filter(({ state, attempts }) => state === 'finished' && attempts === 1)
    return done.map(({ id }) => id)
  } finally {
    store.close()
  }
}
