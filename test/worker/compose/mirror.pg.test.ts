import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createJobsDatabase } from '#test/postgres/database.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { extOf } from '#test/worker/mirror/jobs.ts'
import { newJob, temporaryLedger } from '#test/worker/store/temporary.ts'
import { AppError } from '#worker/api/errors.ts'
import type { FilesPolicy } from '#worker/api/mirror.ts'
import { composeMirror, takenDir } from '#worker/compose/mirror.ts'
import { readFormFile } from '#worker/intake/form-file.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import { createQueue } from '#worker/queue/queue.ts'
import type { Runner } from '#worker/queue/run.ts'
import { createLedger } from '#worker/store/ledger.ts'

let postgres: PostgresServer
let database: string
let sql: Pool

beforeAll(async () => {
  postgres = await startPostgres()
  ;({ name: database, pool: sql } = await createJobsDatabase(postgres))
})
beforeEach(() => sql.query('TRUNCATE qgis_jobs, qgis_jobs_ext, qgis_job_files'))
afterAll(async () => {
  await sql?.close()
  await postgres?.stop()
})

const form = readFileSync(new URL('../../../resources/samples/building_survey.xlsx', import.meta.url))
const towns = readFileSync(new URL('../../../resources/samples/town.geojson', import.meta.url), 'utf8')

interface LaptopOptions {
  port?: number
  takes?: boolean
  sessions?: number
  readForm?: typeof readFormFile
  mirrorFiles?: FilesPolicy
}

/** A laptop as it is but for QGIS: its real ledger, queue and mirror, and work that the test does. */
async function laptop(
  run: Runner,
  {
    port = postgres.port,
    takes = true,
    sessions = 1,
    readForm = readFormFile,
    mirrorFiles = 'never',
  }: LaptopOptions = {},
) {
  const { store } = await temporaryLedger()
  const ledger = createLedger(store, { now: Date.now, random: Math.random })
  const settings = () => ({
    ...ledger.settings.get(),
    takeJobs: takes,
    mirrorFiles,
    postgresUrl: `postgres://${postgres.user}@127.0.0.1:${port}/${database}`,
    postgresTls: 'disable' as const,
  })
  const queue = createQueue({
    ledger,
    plans: { generate: { steps: [{ id: 'build', weight: 1 }], run } },
    emit: () => mirror.wake(),
    now: Date.now,
    onError: () => undefined,
    concurrency: sessions,
  })
  const notes: string[] = []
  const mirror = composeMirror({
    store,
    ledger,
    queue,
    workbooks: { read: readForm, words: new Map() },
    emit: () => undefined,
    settings,
    password: () => postgres.password,
    note: (line) => notes.push(line),
    stopping: new AbortController().signal,
  })
  onTestFinished(async () => {
    await queue.stop({ drainMs: 0 })
    await mirror.stop()
  })
  queue.start()
  mirror.start()
  return { ledger, queue, mirror, store, notes }
}

async function askForWells(): Promise<string> {
  const id = randomUUID()
  await sql.query(
    "INSERT INTO qgis_jobs (job_id, xlsform, features, created_at) VALUES ($1, $2, $3, now() - interval '1 minute')",
    [id, form, towns],
  )
  return id
}

async function until(look: () => Promise<boolean> | boolean, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (await look()) return
    await sleep(50)
  }
  throw new Error(`Waited in vain: ${String(look)}`)
}

/** Work that only ends when it is stopped. */
const stopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

const stateOf = async (id: string): Promise<string | undefined> => (await extOf(sql, id))?.state

/** As if another computer had it by now. */
async function takenAway(id: string, state: string): Promise<void> {
  await sql.query(
    'UPDATE qgis_jobs_ext SET state = $2, lease_token = gen_random_uuid(), lease_expires_at = NULL WHERE job_id = $1',
    [id, state],
  )
}

test('what another computer answered stays its answer while the work on it is still being stopped here', async () => {
  let runs = 0
  const { ledger } = await laptop(
    async ({ signal, report }) => {
      runs++
      for (let at = 0; !signal.aborted; at = (at + 0.01) % 1) {
        report.step('build')
        report.progress(at)
        await sleep(50)
      }
      // QGIS takes its time to end.
      await sleep(2_000)
      throw signal.reason
    },
    { takes: true },
  )
  const id = await askForWells()
  await until(async () => (await stateOf(id)) === 'started' && runs === 1)
  await takenAway(id, 'failed')
  const there = await extOf(sql, id)
  await until(() => ledger.jobs.get(id).state === 'stopped')
  await sleep(1_500)
  expect(await extOf(sql, id)).toMatchObject({ state: 'failed', lease_token: there?.lease_token })
})

test('a job that is given back elsewhere while the work on it is still being stopped here is done once more', async () => {
  let runs = 0
  const { ledger } = await laptop(
    async ({ signal, report }) => {
      if (++runs > 1) return {}
      for (let at = 0; !signal.aborted; at = (at + 0.01) % 1) {
        report.step('build')
        report.progress(at)
        await sleep(50)
      }
      await sleep(5_000)
      throw signal.reason
    },
    { sessions: 2 },
  )
  const id = await askForWells()
  await until(async () => (await stateOf(id)) === 'started' && runs === 1)
  await takenAway(id, 'failed')
  await until(() => ledger.jobs.get(id).cancelRequested)
  await takenAway(id, 'queued')
  await until(async () => ['finished', 'stopped', 'failed'].includes((await stateOf(id)) ?? ''))
  expect(await stateOf(id)).toBe('finished')
  expect(runs).toBe(2)
})

test('a project that stands here of a job that this ledger does not know is no reason to refuse the job', async () => {
  const { store, ledger } = await laptop(async () => ({}))
  const id = randomUUID()
  mkdirSync(join(takenDir(store.dir), id), { recursive: true })
  writeFileSync(join(takenDir(store.dir), id, 'wells.qgz'), 'of a run before the backup')
  await sql.query(
    "INSERT INTO qgis_jobs (job_id, xlsform, features, created_at) VALUES ($1, $2, $3, now() - interval '1 minute')",
    [id, form, towns],
  )
  await until(async () => (await stateOf(id)) === 'finished')
  expect(ledger.jobs.get(id).state).toBe('finished')
})

test('a job whose inputs can never arrive whole is refused, and those behind it are done', async () => {
  await laptop(async () => ({}))
  const id = await askForWells()
  await sql.query(
    `INSERT INTO qgis_job_files (job_id, role, name, size, sha256, large_object, received, complete)
     VALUES ($1, 'input', 'features/a.geojson', 3, repeat('0', 64), lo_from_bytea(0, 'abc'), 3, true)`,
    [id],
  )
  const behind = await askForWells()
  await until(async () => (await stateOf(behind)) === 'finished')
  expect(await extOf(sql, id)).toMatchObject({ state: 'failed', error: { code: 'mirror.broken' } })
})

test('a job that this computer has no room for is given back, and not asked for again at once', async () => {
  let tries = 0
  await laptop(async () => ({}), {
    readForm: () => {
      tries++
      return Promise.reject(new AppError('store.full', { path: 'here' }))
    },
  })
  const id = await askForWells()
  await until(() => tries === 1)
  await sleep(2_000)
  expect(tries).toBe(1)
  expect(await extOf(sql, id)).toMatchObject({ state: 'queued', attempts: 0 })
})

test('a job that nobody here can read is refused with what is wrong, and the connection stays', async () => {
  const { mirror } = await laptop(async () => ({}), {
    readForm: () => Promise.reject(new TypeError('A mistake of ours.')),
  })
  const id = await askForWells()
  await until(async () => (await stateOf(id)) === 'failed')
  expect(await extOf(sql, id)).toMatchObject({ state: 'failed', error: { code: 'internal' } })
  expect(mirror.counters().connects).toBe(1)
})

test('whoever waits for an answer hears of the stop, also without a connection', async () => {
  const proxy = await startProxy(postgres.port)
  onTestFinished(() => proxy.stop())
  const { mirror, queue } = await laptop(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    { port: proxy.port, takes: false },
  )
  await until(() => mirror.status().state === 'connected')
  const id = await askForWells()
  expect(await mirror.take(id, {})).toBeNull()
  const answered = mirror.answered(id)
  await proxy.stop()
  await until(() => mirror.status().state !== 'connected')
  await queue.stop({ drainMs: 0 })
  await mirror.stop()
  expect(await Promise.race([answered, sleep(1_000, 'nothing')])).toBe('held')
})

test('a lease lost while the inputs arrive costs that job, not the connection', async () => {
  const { mirror, ledger } = await laptop(async () => ({}), {
    readForm: async (...asked) => {
      await sleep(17_000)
      return readFormFile(...asked)
    },
  })
  const id = await askForWells()
  await until(async () => (await stateOf(id)) === 'started')
  await takenAway(id, 'finished')
  await until(() => ledger.jobs.find(id) !== null, 40_000)
  await until(() => ledger.taken.get(id)?.state === 'lost', 40_000)
  expect(mirror.counters().connects).toBe(1)
})

test('a row that was written under a clock of tomorrow is done today', async () => {
  await laptop(async () => ({}))
  const id = randomUUID()
  await sql.query(
    "INSERT INTO qgis_jobs (job_id, xlsform, features, created_at) VALUES ($1, $2, $3, now() + interval '1 day')",
    [id, form, towns],
  )
  await until(async () => (await stateOf(id)) !== undefined, 8_000)
  await until(async () => (await stateOf(id)) !== 'started')
  expect(await stateOf(id)).toBe('finished')
})

test('a name that Postgres has no letters for holds nobody up', async () => {
  const { ledger, mirror } = await laptop(async () => ({}), { takes: false })
  const job = ledger.jobs.create(newJob('Wells \u0000'))
  mirror.wake()
  await until(async () => (await stateOf(job.id)) === 'queued', 8_000)
  expect(mirror.counters().connects).toBe(1)
})

test('a taken job that is discarded here before it was answered is told as stopped, and not taken again', async () => {
  const { ledger, mirror } = await laptop(({ signal }) => stopped(signal), { takes: false })
  await until(() => mirror.status().state === 'connected')
  const [running, waiting] = [await askForWells(), await askForWells()]
  expect(await mirror.take(running, {})).toBeNull()
  expect(await mirror.take(waiting, {})).toBeNull()
  ledger.jobs.discard(waiting)
  mirror.wake()
  await until(async () => (await stateOf(waiting)) !== 'started', 10_000)
  expect(await extOf(sql, waiting)).toMatchObject({ state: 'stopped', error: { code: 'job.cancelled' } })
})

test('a job that failed there and was done here while there was no connection is answered after all', async () => {
  let fails = true
  const proxy = await startProxy(postgres.port)
  onTestFinished(() => proxy.stop())
  const { ledger, mirror, queue } = await laptop(
    async () => {
      if (fails) throw new AppError('qgis.failed', {})
      return {}
    },
    { port: proxy.port },
  )
  const id = await askForWells()
  await until(async () => (await stateOf(id)) === 'failed')
  await until(() => ledger.taken.get(id)?.state === 'delivered')
  proxy.cut()
  await until(() => mirror.status().state !== 'connected')
  fails = false
  ledger.jobs.retry(id)
  queue.wake()
  await until(() => ledger.jobs.get(id).state === 'finished')
  proxy.heal()
  await until(async () => (await stateOf(id)) === 'finished')
  expect(await mirror.answered(id)).toBe('delivered')
})

test('news after the stop reaches no ledger that is closed', async () => {
  const { mirror, queue, store } = await laptop(async () => ({}))
  await until(() => mirror.status().state === 'connected')
  await queue.stop({ drainMs: 0 })
  await mirror.stop()
  store.close()
  expect(() => mirror.wake()).not.toThrow()
  // A timer that asks the ledger would end the process.
  await sleep(800)
})

test('an answer does not wait behind a large file of this computer’s own', async () => {
  const proxy = await startProxy(postgres.port)
  onTestFinished(() => proxy.stop())
  const { ledger, mirror } = await laptop(async () => ({}), {
    takes: false,
    port: proxy.port,
    mirrorFiles: 'all',
  })
  await until(() => mirror.status().state === 'connected')
  const basemap = await ledger.blobs.putBytes(Buffer.alloc(200_000_000, 'tiles'))
  const own = ledger.jobs.create({ ...newJob('Own'), files: [{ name: 'basemap/all.mbtiles', ...basemap }] })
  mirror.wake()
  const received = async () =>
    (
      await sql.query<{ complete: boolean }>('SELECT complete FROM qgis_job_files WHERE job_id = $1', [
        own.id,
      ])
    )[0]
  await until(async () => (await received()) !== undefined)
  const id = await askForWells()
  expect(await mirror.take(id, {})).toBeNull()
  expect(await mirror.answered(id)).toBe('delivered')
  expect(await received()).toMatchObject({ complete: false })
})

test('a line that breaks again and again under a large input costs no attempts', async () => {
  const proxy = await startProxy(postgres.port)
  onTestFinished(() => proxy.stop())
  const basemap = randomBytes(6 << 20)
  const id = await askForWells()
  await sql.query(
    `INSERT INTO qgis_job_files (job_id, role, name, size, sha256, large_object, received, complete)
     VALUES ($1, 'input', 'basemap/a.mbtiles', $2, $3, lo_from_bytea(0, $4), $2, true)`,
    [id, basemap.length, createHash('sha256').update(basemap).digest('hex'), basemap],
  )
  proxy.slow(6 << 20)
  const { ledger } = await laptop(async () => ({}), { port: proxy.port })
  for (let cuts = 0; cuts < 4; cuts++) {
    const before = proxy.bytes.down
    await until(() => proxy.bytes.down > before + 1_500_000)
    proxy.cut()
    await sleep(100)
    proxy.heal()
    proxy.slow(6 << 20)
  }
  await until(() => ledger.jobs.find(id)?.state === 'finished')
  const fields = ledger.files.list(id, 'input').map(({ name, size }) => [name, size])
  expect(fields).toContainEqual(['basemap/a.mbtiles', basemap.length])
  expect(await extOf(sql, id)).toMatchObject({ attempts: 1 })
})

test('what is asked for once more is done as it is asked for now', async () => {
  const id = await askForWells()
  const titles: string[] = []
  const { mirror, ledger } = await laptop(
    async ({ job }) => {
      titles.push(job.title)
      if (titles.length === 1) throw new AppError('qgis.failed')
      return {}
    },
    { takes: false },
  )
  await until(() => mirror.status().state === 'connected')
  expect(await mirror.take(id, { title: 'Wells' })).toBeNull()
  await until(async () => (await extOf(sql, id))?.state === 'failed')
  expect(await mirror.take(id, { title: 'Wells of ward 5' })).toBeNull()
  await until(() => ledger.jobs.find(id)?.state === 'finished')
  expect(titles).toEqual(['Wells', 'Wells of ward 5'])
  expect(await mirror.answered(id)).toBe('delivered')
})
