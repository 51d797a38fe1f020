import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from '#worker/mirror/sql.ts'

/** A file of random bytes. */
export function writeRandom(folder: string, name: string, size: number) {
  const path = join(folder, name)
  const bytes = randomBytes(size)
  writeFileSync(path, bytes)
  return { path, size, sha256: sha256Of(bytes), bytes }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A row of somebody else's that we hold the lease of. */
export async function leasedJob(sql: Sql): Promise<{ jobId: string; token: string }> {
  const [jobId, token] = [randomUUID(), randomUUID()]
  await sql.query('INSERT INTO qgis_jobs (job_id) VALUES ($1)', [jobId])
  await sql.query(
    `INSERT INTO qgis_jobs_ext (job_id, origin, state, attempts, lease_token, lease_expires_at, worker)
     VALUES ($1, 'remote', 'started', 1, $2, now() + interval '1 minute', 'other')`,
    [jobId, token],
  )
  return { jobId, token }
}

/** Somebody else has it now. */
export async function takeAway(sql: Sql, jobId: string): Promise<void> {
  await sql.query('UPDATE qgis_jobs_ext SET lease_token = $2 WHERE job_id = $1', [jobId, randomUUID()])
}

/** How many large objects the whole database has. */
export async function objectsOf(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_largeobject_metadata',
  )
  return row?.count ?? 0
}

interface FileRow {
  name: string
  size: number
  sha256: string
  received: number
  complete: boolean
}

export async function filesOf(sql: Sql, jobId: string): Promise<FileRow[]> {
  return sql.query<FileRow>(
    `SELECT name, size::float8, sha256, received::float8, complete FROM qgis_job_files
     WHERE job_id = $1 ORDER BY role, name`,
    [jobId],
  )
}
