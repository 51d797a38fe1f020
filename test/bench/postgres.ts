/**
 * `node test/bench/postgres.ts [megabytes]`: a file of 300 MB to Postgres and back, against psql's `\lo_import` and
 * `\lo_export` in the same run, all over TCP on loopback. Prints a table to stderr and JSON to stdout; asserts
 * nothing, since times belong to a machine.
 */
import { execFileSync } from 'node:child_process'
import { createHash, randomFillSync, randomUUID } from 'node:crypto'
import { Console } from 'node:console'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createJobsDatabase } from '#test/postgres/database.ts'
import { startPostgres } from '#test/postgres/server.ts'
import { receiveFile } from '#worker/mirror/receive-file.ts'
import { sendFile } from '#worker/mirror/send-file.ts'

interface Way {
  ms: number
  psqlMs: number
  /** Our speed in hundredths of psql's. */
  percentOfPsql: number
  /** How much this process's resident memory grew at its peak. */
  grownMb: number
}

const megabytes = Number(process.argv[2] ?? 300)
const folder = mkdtempSync(join(tmpdir(), 'fieldpack-bench-'))
const server = await startPostgres()
try {
  const measures = await measure()
  new Console(process.stderr).table(measures)
  console.log(JSON.stringify({ megabytes, ...measures }, null, 2))
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<{ send: Way; receive: Way }> {
  const { name: database, pool } = await createJobsDatabase(server)
  try {
    const file = writeFile(join(folder, 'file'))
    const [jobId, worker] = [randomUUID(), 'bench']
    await pool.query('INSERT INTO qgis_jobs (job_id) VALUES ($1)', [jobId])
    await pool.query(
      "INSERT INTO qgis_jobs_ext (job_id, origin, state, worker) VALUES ($1, 'mirror', 'finished', $2)",
      [jobId, worker],
    )
    const key = { jobId, role: 'output' as const, name: 'file' }
    const options = { signal: new AbortController().signal }
    const imported = timed(() => psql(database, `\\lo_import '${file.path}'`))
    const send = await watched(() => sendFile(pool, { ...key, ...file, by: { worker } }, options))
    const oid = /lo_import (\d+)/.exec(imported.result)?.[1] ?? ''
    const exported = timed(() => psql(database, `\\lo_export ${oid} '${join(folder, 'exported')}'`))
    const receive = await watched(() => receiveFile(pool, key, join(folder, 'received'), options))
    return { send: way(send, imported.ms), receive: way(receive, exported.ms) }
  } finally {
    await pool.close()
  }
}

function way({ ms, grownMb }: { ms: number; grownMb: number }, psqlMs: number): Way {
  return { ms, psqlMs, percentOfPsql: Math.round((psqlMs / ms) * 100), grownMb }
}

/** Random, so that neither side can make it smaller. */
function writeFile(path: string): { path: string; size: number; sha256: string } {
  const hash = createHash('sha256')
  const file = openSync(path, 'w')
  const bytes = Buffer.alloc(1_000_000)
  for (let megabyte = 0; megabyte < megabytes; megabyte++) {
    hash.update(randomFillSync(bytes))
    writeSync(file, bytes)
  }
  closeSync(file)
  return { path, size: megabytes * 1_000_000, sha256: hash.digest('hex') }
}

function psql(database: string, command: string): string {
  const { port, user, password } = server
  return execFileSync(
    'psql',
    ['-X', '-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', database, '-c', command],
    { encoding: 'utf8', env: { ...process.env, PGPASSWORD: password } },
  )
}

function timed<T>(work: () => T): { ms: number; result: T } {
  const started = performance.now()
  const result = work()
  return { ms: Math.round(performance.now() - started), result }
}

async function watched(work: () => Promise<void>): Promise<{ ms: number; grownMb: number }> {
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5)
  const started = performance.now()
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  return {
    ms: Math.round(performance.now() - started),
    grownMb: Math.round((peak - before) / 1_048_576),
  }
}
