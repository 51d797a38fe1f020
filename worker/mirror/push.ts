import type { Snapshot } from '#worker/domain/mirror/snapshot.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/** Short names and little white space: it is sent with every change of a job. */
const pushText = `
WITH t AS (SELECT * FROM jsonb_populate_recordset(NULL::qgis_jobs_ext, $2)),
j AS (INSERT INTO qgis_jobs (job_id)
SELECT job_id FROM t WHERE NOT EXISTS (SELECT FROM qgis_jobs_ext e WHERE e.job_id = t.job_id)
ON CONFLICT DO NOTHING),
w AS (INSERT INTO qgis_jobs_ext AS e
(job_id, origin, worker, type, state, title, attempts, progress, error, feedback, timings, revision)
SELECT job_id, 'mirror', $1, type, state, title, attempts, progress, error, feedback, timings, revision
FROM t ORDER BY job_id
ON CONFLICT (job_id) DO UPDATE SET (state, title, attempts, progress, error, feedback, timings, revision, updated_at) =
(excluded.state, excluded.title, excluded.attempts, excluded.progress, excluded.error, excluded.feedback,
excluded.timings, excluded.revision, now())
WHERE e.origin = 'mirror' AND e.worker = $1 AND e.revision < excluded.revision
RETURNING job_id, revision)
SELECT job_id, revision FROM w UNION ALL
SELECT e.job_id, e.revision FROM qgis_jobs_ext e JOIN t USING (job_id)
WHERE e.origin = 'mirror' AND e.worker = $1 AND e.job_id NOT IN (SELECT job_id FROM w)`

/**
 * Tells the states of our own jobs, all in one statement that may be sent any number of times: a later revision stays.
 * A job's first word also makes its row in qgis_jobs; where somebody deleted that one since, it stays deleted.
 *
 * @param worker the installation's name: another one's jobs are never written
 * @returns the revision that the server has of each job; one that is not ours to write is not in it
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function pushStates(
  sql: Sql,
  worker: string,
  snapshots: readonly Snapshot[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ job_id: string; revision: number }>(pushText, [
    worker,
    JSON.stringify(snapshots.map(({ jobId, ...rest }) => ({ job_id: jobId, ...rest }))),
  ])
  return new Map(rows.map(({ job_id, revision }) => [job_id, revision]))
}

/**
 * Removes what was told of our own jobs, with their files: they were discarded here.
 *
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function dropJobs(sql: Sql, worker: string, jobIds: readonly string[]): Promise<void> {
  await sql.query(
    `WITH gone AS (
       DELETE FROM qgis_jobs_ext WHERE origin = 'mirror' AND worker = $1 AND job_id = ANY ($2::uuid[]) RETURNING job_id
     ), files AS (DELETE FROM qgis_job_files WHERE job_id IN (SELECT job_id FROM gone))
     DELETE FROM qgis_jobs WHERE job_id IN (SELECT job_id FROM gone)`,
    [worker, jobIds],
  )
}
