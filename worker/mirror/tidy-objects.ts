import type { Sql } from '#worker/mirror/sql.ts'

/** Files at once: a large object goes page by page, and each is a lock until the commit. */
const batch = 10
const timeoutMs = 120_000

/**
 * Removes the files of jobs whose row in qgis_jobs is gone, and by the trigger their large objects.
 *
 * Why that is all, and safe: a large object of ours is made in the one statement that also writes its row, and goes in
 * the one that removes or replaces it, so that none stands without a row, whatever died when. Objects that no row of
 * qgis_job_files names are therefore somebody else's, and are never looked at. Those of another role, which we may not
 * unlink, stay for a worker of that role. Young rows stay too: whoever asks may send the files before the job.
 *
 * @param graceSeconds age by the server's clock below which a row stays
 * @returns how many files were removed
 * @throws AppError mirror.unreachable
 */
export async function tidyObjects(sql: Sql, { graceSeconds }: { graceSeconds: number }): Promise<number> {
  let removed = 0
  for (;;) {
    const rows = await sql.query(
      `DELETE FROM qgis_job_files WHERE (job_id, role, name) IN (
         SELECT f.job_id, f.role, f.name FROM qgis_job_files f
         WHERE f.created_at < now() - make_interval(secs => $1)
           AND NOT EXISTS (SELECT FROM qgis_jobs j WHERE j.job_id = f.job_id)
           AND NOT EXISTS (SELECT FROM pg_largeobject_metadata m
             WHERE m.oid = f.large_object AND NOT pg_has_role(m.lomowner, 'USAGE'))
         LIMIT $2 FOR UPDATE OF f SKIP LOCKED
       ) RETURNING 1`,
      [graceSeconds, batch],
      { timeoutMs },
    )
    removed += rows.length
    if (rows.length < batch) return removed
  }
}
