import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { firstStep, largestStep, nextStep, stepTimeoutMs } from '#worker/domain/mirror/step-size.ts'
import type { FileKey, TransferOptions } from '#worker/mirror/file-key.ts'
import { createSweeper } from '#worker/memory/sweeper.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { writing } from '#worker/mirror/writing.ts'

interface Row {
  size: number
  sha256: string
  complete: boolean
  /** The large object is there. */
  stands: boolean
}

/**
 * Fetches a file out of Postgres into `target`, in steps of up to 1 MiB and in flat memory. What has arrived stands in
 * `<target>.part`, and the same call goes on from there after a cut. A power cut may spoil the part; its hash tells.
 *
 * @throws AppError mirror.unreachable (call again), mirror.gone when there is no such file, mirror.broken when it is
 *   not whole there, or did not arrive as its sha256 says (the part is removed); output.full, output.readonly;
 *   job.cancelled
 */
export async function receiveFile(
  sql: Sql,
  key: FileKey,
  target: string,
  options: TransferOptions,
): Promise<void> {
  const row = await look(sql, key)
  const part = `${target}.part`
  const sha256 = await writing(target, async () => {
    await mkdir(dirname(target), { recursive: true })
    const file = await open(part, 'a+')
    try {
      return await fill(sql, key, row, file, options)
    } finally {
      await file.close()
    }
  })
  if (sha256 !== row.sha256) {
    await rm(part, { force: true })
    throw new AppError('mirror.broken', { file: key.name })
  }
  await writing(target, () => rename(part, target))
}

async function look(sql: Sql, key: FileKey): Promise<Row> {
  const [row] = await sql.query<Row>(
    `SELECT f.size::float8, f.sha256, f.complete,
       EXISTS (SELECT FROM pg_largeobject_metadata m WHERE m.oid = f.large_object) AS stands
     FROM qgis_job_files f WHERE f.job_id = $1 AND f.role = $2 AND f.name = $3`,
    [key.jobId, key.role, key.name],
  )
  if (row === undefined || !row.stands) throw new AppError('mirror.gone')
  if (!row.complete) throw new AppError('mirror.broken', { file: key.name })
  return row
}

/** Fills the part up to its size; answers the hash of all of it. */
async function fill(
  sql: Sql,
  key: FileKey,
  row: Row,
  file: FileHandle,
  options: TransferOptions,
): Promise<string> {
  const hash = createHash('sha256')
  let offset = 0
  if ((await file.stat()).size > row.size) await file.truncate(0)
  const buffer = Buffer.allocUnsafe(largestStep)
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
    if (bytesRead === 0) break
    hash.update(buffer.subarray(0, bytesRead))
    offset += bytesRead
  }
  const sweep = createSweeper()
  let step = firstStep
  while (offset < row.size) {
    if (options.signal.aborted) throw new AppError('job.cancelled')
    const started = performance.now()
    const bytes = await fetchStep(sql, key, row, { offset, buffer: buffer.subarray(0, step) })
    step = nextStep(step, performance.now() - started)
    await file.appendFile(bytes)
    hash.update(bytes)
    offset += bytes.length
    sweep(bytes.length)
    options.onBytes?.(bytes.length)
  }
  return hash.digest('hex')
}

async function fetchStep(
  sql: Sql,
  key: FileKey,
  row: Row,
  { offset, buffer }: { offset: number; buffer: Buffer },
): Promise<Buffer> {
  const [step] = await sql.query<{ base64: string }>(
    `SELECT encode(lo_get(f.large_object, $5, $6), 'base64') AS base64 FROM qgis_job_files f
     WHERE f.job_id = $1 AND f.role = $2 AND f.name = $3 AND f.sha256 = $4`,
    [key.jobId, key.role, key.name, row.sha256, offset, Math.min(buffer.length, row.size - offset)],
    { timeoutMs: stepTimeoutMs },
  )
  if (step === undefined) throw new AppError('mirror.gone')
  if (step.base64 === '') throw new AppError('mirror.broken', { file: key.name })
  return buffer.subarray(0, buffer.write(step.base64, 'base64'))
}
