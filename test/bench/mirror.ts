/**
 * `npm run bench:mirror`: what the mirror costs: accepting a job, claiming one among 10,000 with 8 claimers, from NOTIFY
 * to the start of the work, listing 10,000 rows of the ledger, and a job's state on the wire. Prints a table to stderr
 * and JSON to stdout; asserts nothing, since times belong to a machine. Files: postgres.ts.
 */
import { Console } from 'node:console'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCheapWorker } from '#test/faults/cheap-worker.ts'
import { createMirrorDatabase } from '#test/faults/mirror-database.ts'
import { until } from '#test/faults/until.ts'
import { createJobsDatabase, poolOf } from '#test/postgres/database.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { startPostgres } from '#test/postgres/server.ts'
import { claimNext } from '#worker/mirror/claim.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'

interface Measure {
  what: string
  seen: string
  goal: string
}

const folder = mkdtempSync(join(tmpdir(), 'fieldpack-bench-'))
const server = await startPostgres()
try {
  const measures: Measure[] = [...(await measureLedger()), await measureClaims(), ...(await measureWire())]
  new Console(process.stderr).table(measures)
  console.log(JSON.stringify(measures, null, 2))
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measureLedger(): Promise<Measure[]> {
  const store = await openStore(join(folder, 'ledger'))
  const { jobs, blobs } = createLedger(store, { now: Date.now, random: Math.random })
  const form = await blobs.putBytes(Buffer.from('a form'))
  const files = [{ name: 'form/form.xlsx', ...form }]
  const [rows, began] = [10_000, performance.now()]
  for (let row = 0; row < rows; row++)
    jobs.create({ type: 'generate', title: `Ward ${row}`, request: {}, files })
  const perSecond = Math.round((rows / (performance.now() - began)) * 1000)
  jobs.list(rows)
  const times = timesOf(20, () => jobs.list(rows))
  store.close()
  return [
    { what: 'jobs accepted a second, each a durable commit', seen: `${perSecond}`, goal: '>= 1000' },
    { what: '10,000 rows listed, median', seen: milliseconds(quantile(times, 0.5)), goal: '< 50 ms' },
  ]
}

async function measureClaims(): Promise<Measure> {
  const { name, pool } = await createJobsDatabase(server)
  await pool.query('INSERT INTO qgis_jobs (job_id) SELECT gen_random_uuid() FROM generate_series(1, 10000)')
  await pool.query(
    "INSERT INTO qgis_jobs_ext (job_id, origin, state) SELECT job_id, 'remote', 'queued' FROM qgis_jobs",
  )
  await pool.query('ANALYZE')
  const claimers = Array.from({ length: 8 }, (_, n) => ({ worker: `${n}`, sql: poolOf(server, name) }))
  const times: number[] = []
  await Promise.all(
    claimers.map(async ({ worker, sql }) => {
      for (let claim = 0; claim < 250; claim++) {
        const began = performance.now()
        await claimNext(sql, { worker, token: randomUUID(), leaseSeconds: 60 })
        times.push(performance.now() - began)
      }
    }),
  )
  for (const { sql } of [...claimers, { sql: pool }]) await sql.close()
  const seen = `${milliseconds(quantile(times, 0.95))} (median ${milliseconds(quantile(times, 0.5))})`
  return { what: 'claim by 8 claimers on 10,000 waiting rows, p95', seen, goal: '< 10 ms' }
}

/** A worker through a wire that counts bytes. */
async function measureWire(): Promise<Measure[]> {
  const database = await createMirrorDatabase(server)
  const proxy = await startProxy(server.port)
  const settings = database.settings({ port: proxy.port, mirrorFiles: 'never' })
  const started = new Map<string, number>()
  const worker = await startCheapWorker({
    dir: join(folder, 'worker'),
    settings,
    password: server.password,
    ms: 1,
    onStarted: (id) => started.set(id, performance.now()),
  })
  await until(() => worker.mirror.status().listening)
  const notified: number[] = []
  for (let round = 0; round < 30; round++) {
    await sleep(50)
    const asked = performance.now()
    const [id = ''] = await database.ask()
    await until(() => started.has(id), { everyMs: 1 })
    notified.push((started.get(id) ?? 0) - asked)
    await until(() => worker.isQuiet())
  }
  const jobs = 100
  const before = { ...proxy.bytes }
  const accepted = performance.now()
  for (let job = 0; job < jobs; job++) await worker.accept(`Ward ${job}`)
  await until(() => worker.isQuiet())
  const seconds = (performance.now() - accepted) / 1000
  const together = total(proxy.bytes) - total(before)
  const single: number[] = []
  for (let job = 0; job < 10; job++) {
    const sofar = total(proxy.bytes)
    await worker.accept(`Ward ${job}`)
    await until(() => worker.isQuiet(), { everyMs: 1 })
    single.push(total(proxy.bytes) - sofar)
    await sleep(600)
  }
  await worker.stop()
  await proxy.stop()
  await database.close()
  const seen = `${milliseconds(quantile(notified, 0.5))} (p95 ${milliseconds(quantile(notified, 0.95))})`
  return [
    { what: 'NOTIFY to the start of the work, with inputs of 30 KB, median', seen, goal: '< 100 ms' },
    {
      what: `a job on the wire from queued to finished, all ${jobs} in ${seconds.toFixed(1)} s`,
      seen: `${Math.round(together / jobs)} bytes`,
      goal: '<= 2048 bytes a state',
    },
    {
      what: 'a job on the wire that comes alone, all its states, median',
      seen: `${quantile(single, 0.5)} bytes`,
      goal: '<= 2048 bytes a state',
    },
  ]
}

function total({ up, down }: { up: number; down: number }): number {
  return up + down
}

function timesOf(count: number, work: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  })
}

function quantile(times: number[], part: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? Number.NaN
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(1)} ms`
}
