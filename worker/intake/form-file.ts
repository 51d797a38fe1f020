import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { MediaFile, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { collectFiles, type CollectedFile } from '#worker/intake/collect.ts'
import { readCompanion } from '#worker/intake/companion-sheet.ts'
import { findCompanions } from '#worker/intake/companions.ts'
import { workbookLimits } from '#worker/intake/limits.ts'
import { findMedia } from '#worker/intake/media.ts'
import { readWorkbookApart } from '#worker/intake/read-apart.ts'

/** Where the kept copy of a form has its companions: beside it, in a folder of their own. */
const companions = 'companions'

/**
 * A form with the files that it asks for by name, where they stand beside it.
 *
 * @throws AppError as readWorkbookApart
 */
export async function readFormFile(path: string, signal?: AbortSignal): Promise<Workbook> {
  const workbook = await readWorkbookApart(path, signal)
  const sheets = []
  for (const file of await companionsOf(path, workbook))
    sheets.push(await readCompanion(file, workbookLimits))
  const media = await mediaOf(path, workbook)
  return { ...workbook, companions: sheets.filter((sheet) => sheet !== null), media }
}

/**
 * What a job keeps of a form: the file or folder itself, and its companions.
 *
 * @throws AppError input.missing, input.unreadable; job.cancelled once `signal` fires
 */
export async function collectForm(path: string, signal?: AbortSignal): Promise<CollectedFile[]> {
  const own = await collectFiles(path)
  // A file that is no workbook is kept as it is: the job's first step tells what is wrong with it.
  const files = await readWorkbookApart(path, signal).then(
    async (workbook) => [
      ...(await companionsOf(path, workbook)),
      ...(await mediaOf(path, workbook)).map((file) => file.path),
    ],
    (thrown: unknown) => {
      if (signal?.aborted === true) throw thrown
      return []
    },
  )
  const known = new Set(own.map((file) => file.path))
  const more = files.filter((file) => !known.has(file))
  return [...own, ...more.map((file) => ({ path: file, name: `${companions}/${basename(file)}` }))]
}

async function companionsOf(path: string, workbook: Workbook): Promise<string[]> {
  if (await isFolder(path)) return []
  const kept = join(dirname(path), companions)
  const folder = (await isFolder(kept)) ? kept : dirname(path)
  return findCompanions(folder, workbook, workbookLimits.companionBytes)
}

/** In the form's folder, or in those that ODK's tools make beside it. */
async function mediaOf(path: string, workbook: Workbook): Promise<MediaFile[]> {
  const own = (await isFolder(path)) ? path : dirname(path)
  const stem = basename(path, extname(path))
  const made = [join(own, 'media'), join(dirname(path), `${stem}-media`), join(dirname(path), companions)]
  return findMedia([own, ...made], workbook, workbookLimits.mediaBytes)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )
}
