import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createJobsDatabase } from '#test/postgres/database.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { extOf } from '#test/worker/mirror/jobs.ts'
import { generatePlan, newJob, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'
import { insertRow, outputFiles, until } from '#test/worker/http/served.ts'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import { createAccounts } from '#worker/cloud/accounts.ts'
import { composeWrapper } from '#worker/compose/wrapper.ts'
import { createMirror } from '#worker/mirror/mirror.ts'
import type { Pool } from '#worker/mirror/pool.ts'

let postgres: PostgresServer
let name: string
let sql: Pool

beforeAll(async () => {
  postgres = await startPostgres()
  ;({ name, pool: sql } = await createJobsDatabase(postgres))
})

afterAll(async () => {
  await sql.close()
  await postgres.stop()
})

/** The wrapper over a real ledger and mirror; the work itself is the test's. */
async function wrapping(options: { budgetMs?: number; url?: string | null } = {}) {
  const { budgetMs = 30_000, url = postgres.url(name) } = options
  const ledger = await temporaryLedger()
  const closing = new AbortController()
  const mirror = createMirror({
    address: () => (url === null ? null : { url, tls: 'disable', caFile: null, password: postgres.password }),
    settings: () => ({ takeJobs: false, mirrorFiles: 'never', orphanHours: 1 }),
    ledger: {
      ...ledger,
      job: ledger.jobs.get,
      files: ledger.files.list,
      pathOf: ledger.blobs.pathOf,
      withdraw: (id, reason) => void ledger.jobs.requestCancel(id, reason),
      async accept(claim, _, lease) {
        ledger.store.write(() => {
          if (ledger.jobs.find(claim.jobId) === null)
            ledger.jobs.create({
              ...newJob(claim.title ?? 'taken'),
              from: { id: claim.jobId, origin: 'field' },
            })
          else ledger.jobs.retry(claim.jobId)
          ledger.taken.hold({ jobId: claim.jobId, ...lease })
        })
      },
    },
    free: () => 0,
    scratchDir: temporaryFolder(),
    onStatus: () => undefined,
    now: Date.now,
    random: Math.random,
    note: () => undefined,
    counters: { connects: 0, claims: 0, bytes: 0 },
  })
  onTestFinished(() => mirror.stop())
  mirror.start()
  const cancelled: [string, ErrorCode | undefined][] = []
  const work = composeWrapper({
    ledger,
    mirror,
    budgetMs,
    closing: closing.signal,
    qgisVersion: '3.40',
    metrics: () => '',
    accounts: createAccounts(null),
    drone: () => Promise.reject(new AppError('tasks.empty')),
    queue: {
      cancel(id, reason) {
        cancelled.push([id, reason])
        const job = ledger.jobs.requestCancel(id, reason)
        mirror.wake()
        return job
      },
    },
  })
  /** Ends the job that was taken, as a run of it would. */
  async function finish(files: { name: string; size: number }[] = []): Promise<void> {
    const claim = await until(() => ledger.leases.claim(generatePlan, 60_000))
    const kept = []
    for (const file of files) {
      const path = join(temporaryFolder(), 'output')
      writeFileSync(path, Buffer.alloc(file.size, file.name))
      kept.push({ name: file.name, ...(await ledger.blobs.putFile(path)) })
    }
    ledger.leases.keep(claim.lease, kept, {})
    ledger.leases.finish(claim.lease, {})
    mirror.wake()
  }
  return { ...ledger, mirror, work, cancelled, finish, closing }
}

/** A row with what passes for a form as far as the mirror looks. */
const ask = (): Promise<string> =>
  insertRow(sql, { xlsform: Buffer.from('PK\u0003\u0004 a form'), features: {}, tasks: {} })

/** What it rejects with. */
const failure = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => 'it did not fail',
    (thrown: unknown) => thrown,
  )

const wanted = (jobId: string) => ({
  jobId,
  title: 'Wells',
  language: 'english',
  extent: [1, 2, 3, 4] as [number, number, number, number],
  openInEditMode: true,
})

test('without a database it says so, and without a row too', async () => {
  const alone = await wrapping({ url: null })
  const jobId = '01990000-0000-7000-8000-000000000001'
  await expect(alone.work.field(wanted(jobId))).rejects.toMatchObject({ code: 'http.noDatabase' })
  const { work } = await wrapping()
  await expect(work.field(wanted(jobId))).rejects.toMatchObject({
    code: 'http.noJob',
    data: { params: { job: jobId } },
  })
})

test('one row asked for twice at once is one job with two answers', async () => {
  const { work, finish, jobs } = await wrapping()
  const jobId = await ask()
  const asked = [work.field(wanted(jobId)), work.field(wanted(jobId))]
  await finish([{ name: 'wells.qgz', size: 10 }])
  await Promise.all(asked)
  expect(jobs.list()).toHaveLength(1)
  expect(Object.keys((await outputFiles(sql, jobId)) ?? {})).toEqual(['wells.qgz'])
  // Asked once more, it is done already.
  await work.field(wanted(jobId))
  expect(await extOf(sql, jobId)).toMatchObject({ attempts: 1, state: 'finished' })
})

test('what another worker has is waited for', async () => {
  const [here, there] = [await wrapping(), await wrapping()]
  const jobId = await ask()
  const first = there.work.field(wanted(jobId))
  await until(() => there.jobs.find(jobId))
  const second = here.work.field(wanted(jobId))
  await there.finish([{ name: 'wells.qgz', size: 10 }])
  await Promise.all([first, second])
  expect(here.jobs.list()).toEqual([])
})

test('what another worker gives back is taken over', async () => {
  const [here, there] = [await wrapping(), await wrapping()]
  const jobId = await ask()
  const first = there.work.field(wanted(jobId))
  const thrown = failure(first)
  await until(() => there.jobs.find(jobId))
  const second = here.work.field(wanted(jobId))
  there.closing.abort()
  await there.mirror.stop()
  expect(await thrown).toMatchObject({ code: 'mirror.handedBack' })
  await here.finish([{ name: 'wells.qgz', size: 10 }])
  await second
})

test('a job that takes too long is stopped, told there, and can be asked for again', async () => {
  const { work, jobs, cancelled } = await wrapping({ budgetMs: 500 })
  const jobId = await ask()
  await expect(work.field(wanted(jobId))).rejects.toMatchObject({ code: 'http.timeout' })
  expect(cancelled).toEqual([[jobId, 'http.timeout']])
  expect(jobs.get(jobId)).toMatchObject({ state: 'stopped', error: { code: 'http.timeout' } })
  await until(async () => (await extOf(sql, jobId))?.state === 'stopped')
  expect(await extOf(sql, jobId)).toMatchObject({ error: { code: 'http.timeout' } })
  const patient = await wrapping()
  const again = patient.work.field(wanted(jobId))
  await patient.finish([{ name: 'wells.qgz', size: 10 }])
  await again
})

test('what the job failed with is thrown as it is', async () => {
  const { work, leases, mirror } = await wrapping()
  const jobId = await ask()
  const asked = work.field(wanted(jobId))
  const thrown = failure(asked)
  const claim = await until(() => leases.claim(generatePlan, 60_000))
  leases.fail(claim.lease, new AppError('qgis.failed', {}, { detail: 'Traceback …' }).data)
  mirror.wake()
  expect(await thrown).toMatchObject({ code: 'qgis.failed', data: { detail: 'Traceback …' } })
})

test('a file that the table cannot hold is named, and stands in the database all the same', async () => {
  const { work, finish } = await wrapping()
  const jobId = await ask()
  const asked = work.field(wanted(jobId))
  const thrown = failure(asked)
  await finish([
    { name: 'wells.qgz', size: 10 },
    { name: 'base.mbtiles', size: 34_600_000 },
    { name: 'media/well.jpg', size: 5 },
  ])
  expect(await thrown).toMatchObject({
    code: 'mirror.tooLarge',
    data: { params: { file: 'base.mbtiles', megabytes: 35 } },
  })
  expect(Object.keys((await outputFiles(sql, jobId)) ?? {})).toEqual(['wells.qgz'])
  const large = await sql.query('SELECT name, complete FROM qgis_job_files WHERE job_id = $1 ORDER BY name', [
    jobId,
  ])
  expect(large).toEqual([
    { name: 'base.mbtiles', complete: true },
    { name: 'media/well.jpg', complete: true },
  ])
})

test('a row that is removed meanwhile is told, and the result is kept here', async () => {
  const { work, finish, jobs } = await wrapping()
  const jobId = await ask()
  const thrown = failure(work.field(wanted(jobId)))
  await until(() => jobs.find(jobId))
  await sql.query('DELETE FROM qgis_jobs WHERE job_id = $1', [jobId])
  await finish([{ name: 'wells.qgz', size: 10 }])
  expect(await thrown).toMatchObject({ code: 'mirror.gone' })
  expect(jobs.get(jobId).state).toBe('finished')
})

test('while the database is away that is the answer, and later all goes on', async () => {
  const proxy = await startProxy(postgres.port)
  onTestFinished(() => proxy.stop())
  const url = postgres.url(name).replace(`:${postgres.port}/`, `:${proxy.port}/`)
  const { work, mirror, finish } = await wrapping({ url })
  const jobId = await ask()
  await until(() => mirror.status().state === 'connected')
  proxy.cut()
  await until(() => mirror.status().state === 'unreachable')
  expect(await failure(work.field(wanted(jobId)))).toMatchObject({ code: 'mirror.unreachable' })
  proxy.heal()
  mirror.reconnect()
  await until(() => mirror.status().state === 'connected')
  const asked = work.field(wanted(jobId))
  await finish([{ name: 'wells.qgz', size: 10 }])
  await asked
})

test('tables of a newer version are not written to', async () => {
  const newer = await createJobsDatabase(postgres)
  onTestFinished(() => newer.pool.close())
  await newer.pool.query('UPDATE qgis_jobs_schema SET version = 99')
  const { work } = await wrapping({ url: postgres.url(newer.name) })
  const jobId = await insertRow(newer.pool)
  expect(await failure(work.field(wanted(jobId)))).toMatchObject({ code: 'mirror.newer' })
  expect(await extOf(newer.pool, jobId)).toBeUndefined()
})
