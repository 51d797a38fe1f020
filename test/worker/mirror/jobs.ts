import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { servers } from '#test/postgres/binaries.ts'
import { createJobsDatabase } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import type { Snapshot } from '#worker/domain/mirror/snapshot.ts'
import type { Claimer } from '#worker/mirror/claim.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/** One suite on every Postgres that this machine has: our tables in a database of its own, empty for each test. */
export function onEveryPostgres(
  what: string,
  suite: (at: { sql: () => Pool; server: () => PostgresServer; database: () => string }) => void,
): void {
  describe.each(servers)(`${what} (%s)`, (which) => {
    let server: PostgresServer
    let name: string
    let pool: Pool
    beforeAll(async () => {
      server = await startPostgres({ which })
      ;({ name, pool } = await createJobsDatabase(server))
    })
    afterAll(async () => {
      await pool?.close()
      await server?.stop()
    })
    beforeEach(() => pool.query('TRUNCATE qgis_jobs, qgis_jobs_ext'))
    suite({ sql: () => pool, server: () => server, database: () => name })
  })
}

/** A job as a laptop tells it. */
export function snapshot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    jobId: randomUUID(),
    type: 'generate',
    state: 'queued',
    title: 'Wells of Mzuzu',
    attempts: 0,
    progress: null,
    error: null,
    feedback: null,
    timings: null,
    revision: 1,
    ...over,
  }
}

/** A row as Field-TM's backend, or anybody with SQL, puts it there. */
export async function askFor(sql: Sql, { ageSeconds = 60, operation = 'field' } = {}): Promise<string> {
  const [row] = await sql.query<{ job_id: string }>(
    `INSERT INTO qgis_jobs (job_id, created_at, xlsform, features, tasks, operation)
     VALUES (gen_random_uuid(), now() - make_interval(secs => $1), 'form', '{}', '{}', $2) RETURNING job_id`,
    [ageSeconds, operation],
  )
  return row?.job_id ?? ''
}

export function claimer(worker = 'laptop'): Claimer {
  return { worker, token: randomUUID(), leaseSeconds: 60 }
}

/** As if that job's worker had not been heard of for longer than its lease. */
export async function expire(sql: Sql, jobId: string): Promise<void> {
  await sql.query(
    "UPDATE qgis_jobs_ext SET lease_expires_at = now() - interval '1 second' WHERE job_id = $1",
    [jobId],
  )
}

export interface ExtRow {
  job_id: string
  origin: string
  type: string
  state: string
  title: string | null
  request: unknown
  attempts: number
  lease_token: string | null
  lease_expires_at: Date | null
  worker: string | null
  progress: number | null
  error: { code: string } | null
  feedback: unknown
  timings: unknown
  revision: number
  updated_at: Date
}

export async function extOf(sql: Sql, jobId: string): Promise<ExtRow | undefined> {
  return (await sql.query<ExtRow>('SELECT * FROM qgis_jobs_ext WHERE job_id = $1', [jobId]))[0]
}

export async function hasRow(sql: Sql, jobId: string): Promise<boolean> {
  return (await sql.query('SELECT FROM qgis_jobs WHERE job_id = $1', [jobId])).length > 0
}
