import { AppError } from '#worker/api/errors.ts'
import { firstStep, nextStep, stepTimeoutMs } from '#worker/domain/mirror/step-size.ts'
import type { FileKey, TransferOptions } from '#worker/mirror/file-key.ts'
import { openSource, type SourceFile } from '#worker/mirror/source-file.ts'
import type { Sql } from '#worker/mirror/sql.ts'

export interface FileToSend extends FileKey {
  /** Where it is here. */
  path: string
  /** Bytes. */
  size: number
  /** Hex, lower case. */
  sha256: string
  /** Who may write: the holder of the job's lease, or the installation whose own job is mirrored. */
  by: { token: string } | { worker: string }
}

/** A large object goes page by page: the larger it is and the slower the disk, the longer. */
const unlinkTimeoutMs = 60_000

/** How far the server has the file. */
interface Standing {
  received: number
  complete: boolean
}

/**
 * Brings a file into Postgres as a large object, in steps of up to 1 MiB and in flat memory. After a cut the same call
 * goes on where the server says; for a file that is there it is one question. Another file of that name gives way.
 *
 * @throws AppError mirror.unreachable (call again), mirror.leaseLost, mirror.gone when the job's row was deleted,
 *   mirror.broken when the file here is not what `size` and `sha256` say; input.missing, input.unreadable;
 *   job.cancelled
 */
export async function sendFile(sql: Sql, file: FileToSend, options: TransferOptions): Promise<void> {
  let standing = await lay(sql, file)
  if (standing.complete) return
  const source = await openSource(file.path)
  try {
    let bytes = firstStep
    while (!standing.complete) {
      if (options.signal.aborted) throw new AppError('job.cancelled')
      const started = performance.now()
      const next =
        standing.received < file.size
          ? await step(sql, file, source, { offset: standing.received, bytes, ...options })
          : await complete(sql, file, source)
      // Not ours any more, or a step that was thought lost came through after all: the server says which.
      standing = next ?? (await lay(sql, file))
      bytes = nextStep(bytes, performance.now() - started)
    }
  } finally {
    await source.close()
  }
}

/** $1…$3 name the file, $4 is the lease's token or null, $5 the installation or null. */
const owned = `e.job_id = $1 AND ((e.origin = 'remote' AND e.state = 'started' AND e.lease_token = $4)
    OR (e.origin = 'mirror' AND e.worker = $5))`

/**
 * The row and its object come in one statement: neither can stand without the other, whatever dies when. Where two do
 * it at once, the second takes the row over and the trigger unlinks the first one's object.
 */
const layText = `
  WITH owner AS (
    SELECT FROM qgis_jobs_ext e JOIN qgis_jobs j USING (job_id) WHERE ${owned} FOR SHARE OF e
  ), standing AS (
    SELECT f.received, f.complete FROM qgis_job_files f, owner
    WHERE f.job_id = $1 AND f.role = $2 AND f.name = $3 AND f.size = $6 AND f.sha256 = $7
      AND EXISTS (SELECT FROM pg_largeobject_metadata m WHERE m.oid = f.large_object)
  ), laid AS (
    INSERT INTO qgis_job_files (job_id, role, name, size, sha256, large_object)
    SELECT $1, $2, $3, $6, $7, lo_create(0) FROM owner WHERE NOT EXISTS (SELECT FROM standing)
    ON CONFLICT (job_id, role, name) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256,
      large_object = excluded.large_object, received = 0, complete = false, created_at = now()
    RETURNING received, complete
  )
  SELECT received::float8, complete FROM standing UNION ALL SELECT received::float8, complete FROM laid`

async function lay(sql: Sql, file: FileToSend): Promise<Standing> {
  const [standing] = await sql.query<Standing>(layText, [...keyOf(file), file.size, file.sha256], {
    timeoutMs: unlinkTimeoutMs,
  })
  if (standing !== undefined) return standing
  const [row] = await sql.query('SELECT FROM qgis_jobs JOIN qgis_jobs_ext USING (job_id) WHERE job_id = $1', [
    file.jobId,
  ])
  throw new AppError(row === undefined ? 'mirror.gone' : 'mirror.leaseLost')
}

/**
 * Count and bytes move in one statement, so that a cut cannot part them. Its commit may come to the disk later: a
 * server that dies loses the last steps whole, and says so when it is asked.
 */
const stepText = `
  UPDATE qgis_job_files f SET received = f.received + octet_length($9::bytea)
  FROM qgis_jobs_ext e JOIN qgis_jobs j USING (job_id)
  WHERE f.job_id = $1 AND f.role = $2 AND f.name = $3 AND f.size = $6 AND f.sha256 = $7 AND f.received = $8
    AND NOT f.complete AND ${owned}
  RETURNING f.received::float8, f.complete, lo_put(f.large_object, $8, $9::bytea),
    set_config('synchronous_commit', 'off', true)`

async function step(
  sql: Sql,
  file: FileToSend,
  source: SourceFile,
  at: { offset: number; bytes: number } & TransferOptions,
): Promise<Standing | undefined> {
  const bytes = await source.read(at.offset, Math.min(at.bytes, file.size - at.offset))
  if (bytes.length === 0) return breakOff(sql, file)
  const [standing] = await sql.query<Standing>(
    stepText,
    [...keyOf(file), file.size, file.sha256, at.offset, bytes],
    { timeoutMs: stepTimeoutMs },
  )
  if (standing !== undefined) at.onBytes?.(bytes.length)
  return standing
}

/** This commit is waited for, and the log is written in order: once it is on the disk, all steps are. */
const completeText = `
  UPDATE qgis_job_files f SET complete = true FROM qgis_jobs_ext e JOIN qgis_jobs j USING (job_id)
  WHERE f.job_id = $1 AND f.role = $2 AND f.name = $3 AND f.size = $6 AND f.sha256 = $7 AND f.received = $6
    AND ${owned}
  RETURNING f.received::float8, f.complete`

async function complete(sql: Sql, file: FileToSend, source: SourceFile): Promise<Standing | undefined> {
  if ((await source.digest(file.size)) !== file.sha256) return breakOff(sql, file)
  const [standing] = await sql.query<Standing>(completeText, [...keyOf(file), file.size, file.sha256])
  return standing
}

/** The row goes with what was sent: a later call must not build on it. */
async function breakOff(sql: Sql, file: FileToSend): Promise<never> {
  await sql.query(
    `DELETE FROM qgis_job_files f USING qgis_jobs_ext e
     WHERE f.job_id = $1 AND f.role = $2 AND f.name = $3 AND f.sha256 = $6 AND NOT f.complete AND ${owned}`,
    [...keyOf(file), file.sha256],
    { timeoutMs: unlinkTimeoutMs },
  )
  throw new AppError('mirror.broken', { file: file.name })
}

function keyOf({ jobId, role, name, by }: FileToSend): unknown[] {
  return [jobId, role, name, 'token' in by ? by.token : null, 'worker' in by ? by.worker : null]
}
