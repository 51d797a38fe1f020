import type { Sql } from '#worker/mirror/sql.ts'

/**
 * The operation of row `j`, in a query that names `older` beside it. Field-TM's older table has no such column, and the
 * bare name is then found one level further out.
 */
export const operation = `(SELECT coalesce(operation, 'field') FROM qgis_jobs x WHERE x.job_id = j.job_id)`
export const older = `(VALUES ('field')) AS older (operation)`

/**
 * Gives a row of our own to each row of qgis_jobs that somebody else put there and nobody has answered, so that it can
 * be claimed. Only projects (`operation` field): a basemap wants a sign-in that does not stand in the table.
 *
 * @param graceSeconds age by the server's clock below which a row is left alone: whoever wrote it may be about to ask
 *   for it by its id, with what the row does not say; one from
 *   further in the future was written under another clock (`now()` is when we asked, and the row may be a moment newer)
 * @param hinted ids of rows that are ready, however young
 * @returns how many were new
 * @throws AppError mirror.unreachable, mirror.refused
 */
export async function enrol(
  sql: Sql,
  { graceSeconds, hinted }: { graceSeconds: number; hinted: readonly string[] },
): Promise<number> {
  const rows = await sql.query(
    `INSERT INTO qgis_jobs_ext (job_id, origin, state, created_at)
     SELECT j.job_id, 'remote', 'queued', j.created_at FROM qgis_jobs j, ${older}
     WHERE j.output_files IS NULL AND ${operation} = 'field'
       AND (j.created_at NOT BETWEEN now() - make_interval(secs => $1) AND now() + make_interval(secs => $1)
         OR j.job_id = ANY ($2::uuid[]))
       AND NOT EXISTS (SELECT FROM qgis_jobs_ext e WHERE e.job_id = j.job_id)
     ORDER BY j.job_id
     ON CONFLICT (job_id) DO NOTHING RETURNING 1`,
    [graceSeconds, hinted],
  )
  return rows.length
}
