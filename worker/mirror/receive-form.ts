import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { firstStep, nextStep, stepTimeoutMs } from '#worker/domain/mirror/step-size.ts'
import type { TransferOptions } from '#worker/mirror/file-key.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { writing } from '#worker/mirror/writing.ts'

/** Zip archives, and the compound files of Excel before 2007. */
const extensionByMagic: Record<string, string> = { '504b0304': 'xlsx', d0cf11e0: 'xls' }

/**
 * Writes the column `xlsform` to `<folder>/form/form.xlsx`, or `.xls` where its first bytes say so. In steps: what
 * somebody puts there has no limit but Postgres' own.
 *
 * @param sql a transaction that sees one state of the row
 * @returns the file's name below `folder`; null when the column is empty
 * @throws AppError form.notWorkbook, output.full, output.readonly, job.cancelled, mirror.unreachable
 */
export async function receiveForm(
  sql: Sql,
  jobId: string,
  folder: string,
  options: TransferOptions,
): Promise<string | null> {
  const [head] = await sql.query<{ size: number | null; magic: string | null }>(
    `SELECT octet_length(xlsform) AS size, encode(substring(xlsform FOR 4), 'hex') AS magic
     FROM qgis_jobs WHERE job_id = $1`,
    [jobId],
  )
  const { size, magic } = head ?? { size: null, magic: null }
  if (size === null || size === 0) return null
  const extension = extensionByMagic[magic ?? '']
  if (extension === undefined) throw new AppError('form.notWorkbook', { file: 'xlsform' })
  const name = `form/form.${extension}`
  const target = join(folder, name)
  await writing(target, async () => {
    await mkdir(dirname(target), { recursive: true })
    const file = await open(target, 'w')
    try {
      let step = firstStep
      for (let offset = 0; offset < size;) {
        if (options.signal.aborted) throw new AppError('job.cancelled')
        const started = performance.now()
        const bytes = await fetchStep(sql, jobId, { offset, length: step })
        step = nextStep(step, performance.now() - started)
        await file.appendFile(bytes)
        offset += bytes.length
        options.onBytes?.(bytes.length)
      }
    } finally {
      await file.close()
    }
  })
  return name
}

async function fetchStep(
  sql: Sql,
  jobId: string,
  { offset, length }: { offset: number; length: number },
): Promise<Buffer> {
  const [row] = await sql.query<{ base64: string }>(
    "SELECT encode(substring(xlsform FROM $2 FOR $3), 'base64') AS base64 FROM qgis_jobs WHERE job_id = $1",
    [jobId, offset + 1, length],
    { timeoutMs: stepTimeoutMs },
  )
  if (row === undefined || row.base64 === '') throw new AppError('mirror.gone')
  return Buffer.from(row.base64, 'base64')
}
