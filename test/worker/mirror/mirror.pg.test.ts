import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { MirrorStatus } from '#worker/api/mirror.ts'
import { toErrorData } from '#worker/api/errors.ts'
import { createMirror } from '#worker/mirror/mirror.ts'
import type { MirrorLedger } from '#worker/mirror/ledger.ts'
import { createPool, type Pool } from '#worker/mirror/pool.ts'
import { readAddress } from '#worker/mirror/address.ts'
import type { JobFile } from '#worker/store/files.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { generatePlan, newJob, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

let postgres: PostgresServer
let sql: Pool

beforeAll(async () => {
  postgres = await startPostgres()
  await postgres.createDatabase('field')
  sql = createPool(await readAddress(addressOf(postgres.port)))
})

afterAll(async () => {
  await sql.close()
  await postgres.stop()
})

const addressOf = (port: number) => ({
  url: `postgres://${postgres.user}@127.0.0.1:${port}/field`,
  tls: 'disable' as const,
  caFile: null,
  password: postgres.password,
})

/** A mirror over a real ledger, whose taken jobs are worked on by the test itself. */
async function mirrored(options: { port?: number; takes?: boolean; password?: () => string } = {}) {
  const ledger = await temporaryLedger()
  const told: MirrorStatus[] = []
  const scratch = temporaryFolder()
  const port: MirrorLedger = {
    ...ledger,
    job: ledger.jobs.get,
    files: ledger.files.list,
    pathOf: ledger.blobs.pathOf,
    withdraw: (id, reason) => void ledger.jobs.requestCancel(id, reason),
    async accept(claim, inputs, lease) {
      const files: JobFile[] = []
      for (const { name, path } of inputs) files.push({ name, ...(await ledger.blobs.putFile(path)) })
      ledger.store.write(() => {
        ledger.jobs.create({ ...newJob('taken'), files, from: { id: claim.jobId, origin: 'field' } })
        ledger.taken.hold({ jobId: claim.jobId, ...lease })
      })
    },
  }
  const mirror = createMirror({
    address: () => ({
      ...addressOf(options.port ?? postgres.port),
      password: options.password?.() ?? postgres.password,
    }),
    settings: () => ({ takeJobs: options.takes ?? false, mirrorFiles: 'all', orphanHours: 1 }),
    ledger: port,
    free: () => (options.takes === true ? 1 : 0),
    scratchDir: scratch,
    onStatus: (status) => told.push(status),
    now: Date.now,
    random: Math.random,
    note: () => undefined,
    counters: { connects: 0, claims: 0, bytes: 0 },
  })
  onTestFinished(() => mirror.stop())
  return { ...ledger, mirror, told }
}

async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (const end = Date.now() + 40_000; Date.now() < end;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Waited in vain: ${String(look)}`)
}

const stateThere = async (id: string): Promise<string | undefined> =>
  (await sql.query<{ state: string }>('SELECT state FROM qgis_jobs_ext WHERE job_id = $1', [id]))[0]?.state

test('a job is told with its files, changes, and is gone there when it is discarded here', async () => {
  const { jobs, blobs, outbox, mirror } = await mirrored()
  const form = await blobs.putBytes(Buffer.from('a form'))
  const job = jobs.create({ ...newJob('Wells'), files: [{ name: 'form/wells.xlsx', ...form }] })
  mirror.start()
  await until(() => outbox.count() === 0)
  expect(await stateThere(job.id)).toBe('queued')
  const files = await sql.query('SELECT name, size, complete FROM qgis_job_files WHERE job_id = $1', [job.id])
  expect(files).toEqual([{ name: 'form/wells.xlsx', size: 6, complete: true }])
  jobs.requestCancel(job.id)
  mirror.wake()
  await until(async () => (await stateThere(job.id)) === 'stopped')
  jobs.discard(job.id)
  mirror.wake()
  await until(async () => (await stateThere(job.id)) === undefined)
  expect(await sql.query('SELECT FROM qgis_jobs WHERE job_id = $1', [job.id])).toEqual([])
  expect(mirror.status()).toMatchObject({ state: 'connected', trouble: null, waiting: 0 })
})

test('a job of somebody else’s is taken, worked on, and answered in their own column', async () => {
  const { jobs, leases, blobs, taken, mirror } = await mirrored({ takes: true })
  mirror.start()
  await until(() => mirror.status().listening)
  const id = '01990000-0000-7000-8000-000000000001'
  await sql.query("INSERT INTO qgis_jobs (job_id, xlsform) VALUES ($1, 'PK\\003\\004 a form')", [id])
  await sql.query("SELECT pg_notify('qgis_jobs', $1)", [id])
  await until(() => jobs.find(id) ?? undefined)
  const claim = leases.claim(generatePlan, 60_000)!
  expect(claim.job).toMatchObject({ id, origin: 'field' })
  mirror.wake()
  await until(async () => (await stateThere(id)) === 'started')
  const output = { name: 'wells.qgz', ...(await blobs.putBytes(Buffer.from('a project'))) }
  leases.keep(claim.lease, [output], {})
  leases.finish(claim.lease, {})
  mirror.wake()
  expect(await mirror.answered(id)).toBe('delivered')
  const [row] = await sql.query<{ output_files: Record<string, string> }>(
    'SELECT output_files FROM qgis_jobs WHERE job_id = $1',
    [id],
  )
  expect(row?.output_files).toEqual({ 'wells.qgz': Buffer.from('a project').toString('base64') })
  expect(await stateThere(id)).toBe('finished')
  expect(taken.count()).toBe(0)
})

test('a failure is told to whoever waits, and taking it again by its id begins anew', async () => {
  const { jobs, leases, mirror } = await mirrored()
  mirror.start()
  await until(() => mirror.status().state === 'connected')
  const id = '01990000-0000-7000-8000-000000000002'
  await sql.query("INSERT INTO qgis_jobs (job_id, xlsform) VALUES ($1, 'PK\\003\\004 a form')", [id])
  expect(await mirror.take(id, { title: 'Wells' })).toBeNull()
  expect(await mirror.take(id, { title: 'Wells' })).toBe('busy')
  const claim = leases.claim(generatePlan, 60_000)!
  leases.fail(claim.lease, toErrorData(new Error('no')))
  mirror.wake()
  expect(await mirror.answered(id)).toBe('delivered')
  expect(await stateThere(id)).toBe('failed')
  jobs.retry(id)
  mirror.wake()
  await until(async () => (await stateThere(id)) === 'started')
})

test('what was taken and not begun is given back at the stop', async () => {
  const { jobs, mirror, taken } = await mirrored()
  mirror.start()
  await until(() => mirror.status().state === 'connected')
  const id = '01990000-0000-7000-8000-000000000003'
  await sql.query("INSERT INTO qgis_jobs (job_id, xlsform) VALUES ($1, 'PK\\003\\004 a form')", [id])
  await mirror.take(id, {})
  await mirror.stop()
  expect(await stateThere(id)).toBe('queued')
  expect(jobs.get(id)).toMatchObject({ state: 'stopped', error: { code: 'mirror.handedBack' } })
  expect(taken.count()).toBe(0)
})

test('a line that goes dead is noticed, and what happened meanwhile is told when it is back', async () => {
  const proxy = await startProxy(postgres.port)
  onTestFinished(() => proxy.stop())
  const { jobs, outbox, mirror, told } = await mirrored({ port: proxy.port })
  mirror.start()
  await until(() => mirror.status().listening)
  proxy.blackHole()
  const job = jobs.create(newJob('meanwhile'))
  mirror.wake()
  await until(() => mirror.status().state === 'unreachable')
  expect(mirror.status()).toMatchObject({ trouble: 'timeout', waiting: 1, listening: false })
  proxy.heal()
  await until(() => outbox.count() === 0)
  expect(await stateThere(job.id)).toBe('queued')
  expect(told.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1])).toEqual(
    expect.arrayContaining(['connecting', 'connected', 'unreachable']),
  )
})

test('a wrong password is told as such, and all goes on once it is right', async () => {
  let password = 'wrong'
  const { jobs, outbox, mirror } = await mirrored({ password: () => password })
  jobs.create(newJob('a'))
  mirror.start()
  await until(() => mirror.status().state === 'refused')
  expect(mirror.status()).toMatchObject({ trouble: 'signIn', waiting: 1 })
  password = postgres.password
  mirror.reconnect()
  await until(() => outbox.count() === 0)
  expect(mirror.status()).toMatchObject({ state: 'connected', trouble: null })
})
