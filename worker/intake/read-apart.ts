import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'
import { inThread, type ThreadLimits } from '#worker/intake/thread.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

/**
 * Bytes of a file that is read right here. Parsing cannot be interrupted: up to this size it takes some 30 ms, while a
 * thread takes over 100 ms to start. Questionnaires are mostly smaller.
 */
const smallBytes = 128 * 1024

/** The heaviest workbook that the file limits allow took 4 s and under 1 GB. */
const limits: ThreadLimits = { heapMb: 2048, timeMs: 60_000 }

/** Beside this file, with its ending: source runs as .ts, the bundle as .js. */
const entry = new URL(`./workbook-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * As readWorkbook, but this thread goes on answering while a larger file is read.
 *
 * @throws AppError as readWorkbook; form.tooHeavy, form.readerStopped; job.cancelled once `signal` fires
 */
export async function readWorkbookApart(path: string, signal?: AbortSignal): Promise<Workbook> {
  return (await isSmall(path)) ? readWorkbook(path) : inThread(entry, path, basename(path), limits, signal)
}

/** What cannot be looked at is small too: the reader says why. */
async function isSmall(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => null)
  return info === null || (info.isFile() && info.size <= smallBytes)
}
