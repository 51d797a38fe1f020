import { older, operation } from '#worker/mirror/enrol.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/** A job of somebody else's that is ours to do, for as long as the lease holds. */
export interface ClaimedJob {
  jobId: string
  /** `generate`, unless whoever asked said otherwise. */
  type: string
  title: string | null
  /** What whoever asked wants beside the row: title, language, extent, openInEditMode. */
  request: Record<string, unknown> | null
  /** This one included. */
  attempts: number
}

/** `missing`: no such row. `busy`: another worker has it, or it is a laptop's own. `done`: it is answered. */
export type ClaimRefusal = 'missing' | 'busy' | 'done'

export interface Claimer {
  /** The installation's name. */
  worker: string
  /** A fresh UUID, which every later write about the job has to show. */
  token: string
  leaseSeconds: number
}

/** How often a job is begun: one that ends its workers must not do so for ever. */
export const mostAttempts = 3

/** What a claim changes. $1 worker, $2 token, $3 seconds. */
const taken = `state = 'started', worker = $1, lease_token = $2, revision = 0,
  lease_expires_at = now() + make_interval(secs => $3), progress = NULL, error = NULL, updated_at = now()`
const claimed = 'e.job_id AS "jobId", e.type, e.title, e.request, e.attempts'
/** Somebody still waits for an answer, and what they send for it has come. */
const wanted = `EXISTS (SELECT FROM qgis_jobs j WHERE j.job_id = e.job_id AND j.output_files IS NULL)
  AND NOT EXISTS (SELECT FROM qgis_job_files f WHERE f.job_id = e.job_id AND f.role = 'input' AND NOT f.complete)`

const nextText = `
WITH expired AS (
  SELECT job_id FROM qgis_jobs_ext e
  WHERE origin = 'remote' AND state = 'started' AND lease_expires_at < now() AND attempts < ${mostAttempts} AND ${wanted}
  ORDER BY lease_expires_at LIMIT 1 FOR UPDATE SKIP LOCKED
), waiting AS (
  SELECT job_id FROM qgis_jobs_ext e
  WHERE origin = 'remote' AND state = 'queued' AND NOT EXISTS (SELECT FROM expired) AND ${wanted}
  ORDER BY priority DESC, created_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE qgis_jobs_ext e SET ${taken}, attempts = attempts + 1
WHERE e.job_id IN (SELECT job_id FROM expired UNION ALL SELECT job_id FROM waiting)
RETURNING ${claimed}, set_config('synchronous_commit', 'off', true) AS fast`

/**
 * Claims the job that has waited longest among those of the highest priority, or one whose worker was not heard of
 * until its lease ran out. Each is claimed by one worker, however many ask at once. Null when none waits.
 *
 * The commit does not wait for the server's disk: where its power fails just then, the job waits as before, and the
 * lease that we believe in is lost at its next use, as after any other loss.
 *
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function claimNext(sql: Sql, claimer: Claimer): Promise<ClaimedJob | null> {
  const { worker, token, leaseSeconds } = claimer
  const [row] = await sql.query<ClaimedJob & { fast: string }>(nextText, [worker, token, leaseSeconds])
  if (row === undefined) return null
  const { fast: _, ...job } = row
  return job
}

/**
 * Claims that job, whatever its age, for somebody who asks for it by its id; one that failed or was stopped begins
 * anew, with all its attempts.
 *
 * @param claimer with `request`, what the asking side wants beside the row
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function claimById(
  sql: Sql,
  jobId: string,
  claimer: Claimer & { request?: Record<string, unknown> },
): Promise<ClaimedJob | ClaimRefusal> {
  const { worker, token, leaseSeconds, request } = claimer
  const wish = request === undefined ? null : JSON.stringify(request)
  // With the wish: a worker that takes whatever waits may be there before us.
  await sql.query(
    `INSERT INTO qgis_jobs_ext (job_id, origin, type, state, created_at, request)
     SELECT j.job_id, 'remote', CASE ${operation} WHEN 'field' THEN 'generate' ELSE ${operation} END, 'queued',
       j.created_at, $2::jsonb
     FROM qgis_jobs j, ${older} WHERE j.job_id = $1 AND j.output_files IS NULL
     ON CONFLICT (job_id) DO NOTHING`,
    [jobId, wish],
  )
  const [job] = await sql.query<ClaimedJob>(
    `UPDATE qgis_jobs_ext e SET ${taken},
       attempts = CASE WHEN state IN ('queued', 'started') THEN attempts ELSE 0 END + 1,
       request = coalesce($5, request)
     WHERE job_id = $4 AND origin = 'remote' AND ${wanted}
       AND (state IN ('queued', 'failed', 'stopped') OR (state = 'started' AND lease_expires_at < now()))
     RETURNING ${claimed}`,
    [worker, token, leaseSeconds, jobId, wish],
  )
  return job ?? (await whyNot(sql, jobId))
}

async function whyNot(sql: Sql, jobId: string): Promise<ClaimRefusal> {
  const [row] = await sql.query<{ answered: boolean }>(
    `SELECT j.output_files IS NOT NULL OR coalesce(e.state = 'finished', false) AS answered
     FROM qgis_jobs j LEFT JOIN qgis_jobs_ext e USING (job_id) WHERE j.job_id = $1`,
    [jobId],
  )
  if (row === undefined) return 'missing'
  return row.answered ? 'done' : 'busy'
}
