import { AppError } from '#worker/api/errors.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/**
 * What a row of operation `basemap` says: the QFieldCloud project, and where its basemap is fetched. Its table has these
 * columns, since they came together with `operation`.
 *
 * @throws AppError mirror.gone; input.missing when the row lacks one of them; mirror.unreachable
 */
export async function readBasemap(
  sql: Sql,
  jobId: string,
): Promise<{ projectId: string; basemapUrl: string }> {
  const [row] = await sql.query<{ project_id: string | null; basemap_url: string | null }>(
    'SELECT project_id, basemap_url FROM qgis_jobs WHERE job_id = $1',
    [jobId],
  )
  if (row === undefined) throw new AppError('mirror.gone')
  if (!row.project_id) throw new AppError('input.missing', { path: 'project_id' })
  if (!row.basemap_url) throw new AppError('input.missing', { path: 'basemap_url' })
  return { projectId: row.project_id, basemapUrl: row.basemap_url }
}
