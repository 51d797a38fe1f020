import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startCheapWorker } from '#test/faults/cheap-worker.ts'
import { rollDice } from '#test/faults/dice.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'
import { tidyObjects } from '#worker/mirror/tidy-objects.ts'

const deletions = 60
/** Whichever table a cleanup, or a person with SQL, may delete from. */
const tables = ['qgis_jobs', 'qgis_jobs', 'qgis_jobs_ext', 'qgis_job_files']

test(`${deletions} rows deleted under our feet at random`, async () => {
  const random = rollDice('Rows deleted')
  const { server, database, folder } = await makeScene()
  const { sql } = database
  const dir = join(folder, 'data')
  const worker = await startCheapWorker({
    dir,
    settings: database.settings(),
    password: server.password,
    bytes: 500_000,
  })
  const [local, asked, touched] = [[] as string[], [] as string[], new Set<string>()]
  for (let deletion = 0; deletion < deletions; deletion++) {
    local.push(await worker.accept(`${deletion}`))
    asked.push(...(await database.ask()))
    await sleep(random() * 150)
    // Mostly what is being worked on.
    const ids = [...local.slice(-2), ...asked.slice(-2)]
    const id = ids[Math.floor(random() * ids.length)] ?? ''
    await sql.query(`DELETE FROM ${tables[Math.floor(random() * tables.length)]} WHERE job_id = $1`, [id])
    touched.add(id)
  }
  await until(async () => worker.isQuiet() && (await database.open()) === 0, { ms: 180_000 })
  const states = new Map(worker.ledger.jobs.list(10_000).map(({ id, state }) => [id, state]))
  await worker.stop()
  // This computer's own jobs do not depend on what becomes of their copy.
  expect(local.filter((id) => states.get(id) !== 'finished')).toEqual([])
  await tidyObjects(sql, { graceSeconds: 0 })
  const spared = (ids: string[]): string[] => ids.filter((id) => !touched.has(id))
  await expectNothingLostOrTwice(dir, sql, { local: spared(local), taken: spared(asked) })
  expect(await sql.query('SELECT job_id FROM answers GROUP BY 1 HAVING count(*) > 1')).toEqual([])
  process.stdout.write(
    `${deletions} deletions: 0 of ${local.length} local jobs lost, 0 of ${spared(asked).length} rows that stayed, 0 twice\n`,
  )
})
