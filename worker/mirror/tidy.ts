import { AppError } from '#worker/api/errors.ts'
import { toldError } from '#worker/domain/mirror/snapshot.ts'
import { mostAttempts } from '#worker/mirror/claim.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/**
 * Clears away what nobody waits for, by the server's clock and never a laptop's own jobs: jobs of others that ended
 * `orphanSeconds` ago, what we know of rows that are deleted, and what no worker could do in all its attempts, which ends
 * with an error. The files of rows that are gone are the business of `tidyObjects`.
 *
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function tidy(sql: Sql, orphanSeconds: number): Promise<void> {
  const error = toldError(new AppError('job.interrupted').data)
  await sql.query(
    `WITH ended AS (
       UPDATE qgis_jobs_ext SET state = 'failed', error = $1, lease_expires_at = NULL, revision = revision + 1,
         updated_at = now()
       WHERE origin = 'remote' AND state = 'started' AND lease_expires_at < now() AND attempts >= ${mostAttempts}
       RETURNING job_id
     ) SELECT pg_notify('qgis_jobs', job_id::text) FROM ended`,
    [JSON.stringify(error)],
  )
  await sql.query(
    `WITH old AS (
       DELETE FROM qgis_jobs_ext WHERE origin = 'remote' AND state IN ('finished', 'stopped', 'failed')
         AND updated_at < now() - make_interval(secs => $1)
       RETURNING job_id
     ) DELETE FROM qgis_jobs WHERE job_id IN (SELECT job_id FROM old)`,
    [orphanSeconds],
  )
  await sql.query(
    `DELETE FROM qgis_jobs_ext e WHERE origin = 'remote' AND (state <> 'started' OR lease_expires_at < now())
       AND NOT EXISTS (SELECT FROM qgis_jobs j WHERE j.job_id = e.job_id)`,
  )
}
