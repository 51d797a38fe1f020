import { AppError } from '#worker/api/errors.ts'
import { planDelivery } from '#worker/domain/mirror/delivery.ts'
import type { TransferOptions } from '#worker/mirror/file-key.ts'
import { sendFile } from '#worker/mirror/send-file.ts'
import type { Sql } from '#worker/mirror/sql.ts'

export interface Answer {
  lease: { jobId: string; token: string }
  snapshot: { feedback: object | null; timings: object | null }
  /** What the job made: names relative, with forward slashes; where they are here. */
  files: { name: string; path: string; size: number; sha256: string }[]
}

export interface Delivered {
  /** lost: another machine has the job; gone: its row was deleted. */
  outcome: 'delivered' | 'lost' | 'gone'
  /** Names of the files that Field-TM's table could not take: they are large objects in qgis_job_files. */
  large: string[]
}

/** base64 of some 190 MB, on a server with other things to do. */
const answerTimeoutMs = 300_000

/**
 * Answers a taken job: brings its files to the server one by one, then puts those that Field-TM reads into
 * `output_files` and ends the job, all at once or not at all. The base64 is made there, from the large objects: it
 * neither crosses the line nor stands in memory here. Called again after any crash it goes on, or finds all done.
 *
 * @throws AppError mirror.unreachable (call again), mirror.broken when a file here is not what it is said to be or
 *   was removed there; input.missing, input.unreadable, job.cancelled
 */
export async function deliver(sql: Sql, answer: Answer, options: TransferOptions): Promise<Delivered> {
  const { lease, files } = answer
  const { inline, large } = planDelivery(files)
  const told = (outcome: Delivered['outcome']): Delivered => ({ outcome, large })
  if (await isDelivered(sql, lease)) return told('delivered')
  try {
    for (const file of files)
      await sendFile(
        sql,
        { jobId: lease.jobId, role: 'output', ...file, by: { token: lease.token } },
        options,
      )
    await sql.transaction((transaction) => end(transaction, answer, { inline, large }))
    return told('delivered')
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    if (thrown.code === 'mirror.leaseLost') return told('lost')
    if (thrown.code === 'mirror.gone') return told('gone')
    throw thrown
  }
}

/** A finished job keeps the token that finished it: a commit whose answer was lost is known again. */
async function isDelivered(sql: Sql, { jobId, token }: Answer['lease']): Promise<boolean> {
  const rows = await sql.query(
    "SELECT FROM qgis_jobs_ext WHERE job_id = $1 AND lease_token = $2 AND state = 'finished'",
    [jobId, token],
  )
  return rows.length > 0
}

async function end(
  sql: Sql,
  { lease: { jobId, token }, snapshot, files }: Answer,
  { inline, large }: { inline: string[]; large: string[] },
): Promise<void> {
  // The long statement goes first: the lease's row stays free for the heartbeat meanwhile.
  const filled = await sql.query(
    `UPDATE qgis_jobs SET output_files = (
       SELECT coalesce(jsonb_object_agg(name, replace(encode(lo_get(large_object), 'base64'), E'\\n', '')), '{}')
       FROM qgis_job_files WHERE job_id = $1 AND role = 'output' AND complete AND name = ANY ($2)
     ) WHERE job_id = $1 RETURNING 1`,
    [jobId, inline],
    { timeoutMs: answerTimeoutMs },
  )
  if (filled.length === 0) throw new AppError('mirror.gone')
  const held = await sql.query(
    `UPDATE qgis_jobs_ext SET state = 'finished', progress = 1, error = NULL, feedback = $3, timings = $4,
       lease_expires_at = NULL, revision = revision + 1, updated_at = now()
     WHERE job_id = $1 AND lease_token = $2 AND state = 'started' RETURNING 1`,
    [jobId, token, toJson(feedbackWith(snapshot.feedback, large)), toJson(snapshot.timings)],
  )
  if (held.length === 0) throw new AppError('mirror.leaseLost')
  const names = files.map(({ name }) => name)
  const [there] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM qgis_job_files
     WHERE job_id = $1 AND role = 'output' AND complete AND name = ANY ($2)`,
    [jobId, names],
  )
  if (there?.count !== names.length) throw new AppError('mirror.broken', { file: names.join(', ') })
  // With what an earlier attempt, or another computer's, had begun to send.
  await sql.query(
    "DELETE FROM qgis_job_files WHERE job_id = $1 AND role = 'output' AND name <> ALL ($2)",
    [jobId, large],
    { timeoutMs: answerTimeoutMs },
  )
  await sql.query("SELECT pg_notify('qgis_jobs', $1::text)", [jobId])
}

/** Whoever reads only `output_files` learns here what is missing there, and why. */
function feedbackWith(feedback: object | null, large: string[]): object | null {
  return large.length === 0 ? feedback : { ...feedback, large_objects: large }
}

function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
