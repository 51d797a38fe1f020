import { AppError, type AppErrorData } from '#worker/api/errors.ts'
import { toldError, type Snapshot } from '#worker/domain/mirror/snapshot.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/** Shown with every write about a taken job: where another worker has it by now, nothing is written. */
export interface LeaseKey {
  jobId: string
  token: string
}

/** Ours while we work on it. $1 and $2 are the lease. */
const held = "job_id = $1 AND lease_token = $2 AND state = 'started'"

/**
 * Holds the job for that long from now on, by the server's clock. One that ended under this lease is not lost: the end
 * was committed, and its answer cut off on the way.
 *
 * @returns false when the lease is lost
 * @throws AppError mirror.unreachable
 */
export async function extend(sql: Sql, { jobId, token }: LeaseKey, seconds: number): Promise<boolean> {
  const rows = await sql.query(
    `WITH extended AS (
       UPDATE qgis_jobs_ext SET lease_expires_at = now() + make_interval(secs => $3) WHERE ${held} RETURNING 1
     ) SELECT FROM extended UNION ALL
     SELECT FROM qgis_jobs_ext
     WHERE job_id = $1 AND lease_token = $2 AND state IN ('finished', 'stopped', 'failed')`,
    [jobId, token, seconds],
  )
  return rows.length > 0
}

/**
 * Tells how far the work is. For everybody else the job stays `started`, also while it waits here for another
 * attempt. An older word than the last changes nothing.
 *
 * @returns false when the lease is lost
 * @throws AppError mirror.unreachable
 */
export async function tell(sql: Sql, { jobId, token }: LeaseKey, snapshot: Snapshot): Promise<boolean> {
  const rows = await sql.query(
    `WITH held AS (SELECT job_id, revision FROM qgis_jobs_ext WHERE ${held} FOR UPDATE), told AS (
       UPDATE qgis_jobs_ext e SET title = $3, progress = $4, error = $5, feedback = $6, timings = $7, revision = $8,
         updated_at = now()
       FROM held WHERE e.job_id = held.job_id AND held.revision < $8
     ) SELECT FROM held`,
    [jobId, token, ...told(snapshot), snapshot.revision],
  )
  return rows.length > 0
}

/**
 * Ends the job without an answer: `failed` or `stopped`, with its error. Told again it is told already.
 *
 * @returns false when the lease is lost
 * @throws AppError mirror.unreachable
 */
export async function fail(sql: Sql, { jobId, token }: LeaseKey, snapshot: Snapshot): Promise<boolean> {
  return end(sql, { jobId, token }, [snapshot.state, ...told(snapshot)])
}

/**
 * Ends the job before it began: what was asked for cannot be done.
 *
 * @returns false when the lease is lost
 * @throws AppError mirror.unreachable
 */
export async function refuse(sql: Sql, lease: LeaseKey, error: AppErrorData): Promise<boolean> {
  return end(sql, lease, ['failed', null, null, JSON.stringify(toldError(error)), null, null])
}

/**
 * Ends a job that somebody discarded here before it was answered.
 *
 * @returns false when the lease is lost
 * @throws AppError mirror.unreachable
 */
export async function letGo(sql: Sql, lease: LeaseKey): Promise<boolean> {
  const error = toldError(new AppError('job.cancelled').data)
  return end(sql, lease, ['stopped', null, null, JSON.stringify(error), null, null])
}

/**
 * Gives the job back: another worker may claim it at once, and this attempt does not count.
 *
 * @returns false when the lease is lost
 * @throws AppError mirror.unreachable
 */
export async function handBack(sql: Sql, { jobId, token }: LeaseKey): Promise<boolean> {
  const rows = await sql.query(
    `WITH given AS (
       UPDATE qgis_jobs_ext SET state = 'queued', attempts = attempts - 1, lease_expires_at = NULL, progress = NULL,
         updated_at = now()
       WHERE ${held} RETURNING job_id
     ), hint AS (SELECT pg_notify('qgis_jobs', job_id::text) FROM given)
     SELECT FROM hint UNION ALL
     SELECT FROM qgis_jobs_ext WHERE job_id = $1 AND lease_token = $2 AND state = 'queued'`,
    [jobId, token],
  )
  return rows.length > 0
}

/** The token stays with the ended job: a commit whose answer was lost is known when it is told again. */
async function end(sql: Sql, { jobId, token }: LeaseKey, values: unknown[]): Promise<boolean> {
  const rows = await sql.query(
    `WITH ended AS (
       UPDATE qgis_jobs_ext SET state = $3, title = coalesce($4, title), progress = $5, error = $6, feedback = $7,
         timings = $8, lease_expires_at = NULL, revision = revision + 1, updated_at = now()
       WHERE ${held} RETURNING job_id
     ), hint AS (SELECT pg_notify('qgis_jobs', job_id::text) FROM ended)
     SELECT FROM hint UNION ALL
     SELECT FROM qgis_jobs_ext WHERE job_id = $1 AND lease_token = $2 AND state = $3`,
    [jobId, token, ...values],
  )
  return rows.length > 0
}

function told({ title, progress, error, feedback, timings }: Snapshot): unknown[] {
  const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
  return [title, progress, json(error), json(feedback), json(timings)]
}
