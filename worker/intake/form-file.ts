import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'
import { collectFiles, type CollectedFile } from '#worker/intake/collect.ts'
import { readCompanion } from '#worker/intake/companion-sheet.ts'
import { findCompanions } from '#worker/intake/companions.ts'
import { workbookLimits } from '#worker/intake/limits.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

/** Where the kept copy of a form has its companions: beside it, in a folder of their own. */
const companions = 'companions'

/**
 * A form with the files that it asks for by name, where they stand beside it.
 *
 * @throws AppError as readWorkbook
 */
export async function readFormFile(path: string): Promise<Workbook> {
  const workbook = await readWorkbook(path)
  const sheets = []
  for (const file of await companionsOf(path, workbook))
    sheets.push(await readCompanion(file, workbookLimits))
  return { ...workbook, companions: sheets.filter((sheet) => sheet !== null) }
}

/**
 * What a job keeps of a form: the file or folder itself, and its companions.
 *
 * @throws AppError input.missing, input.unreadable
 */
export async function collectForm(path: string): Promise<CollectedFile[]> {
  const own = await collectFiles(path)
  // A file that is no workbook is kept as it is: the job's first step tells what is wrong with it.
  const files = await readWorkbook(path).then(
    (workbook) => companionsOf(path, workbook),
    () => [],
  )
  return [...own, ...files.map((file) => ({ path: file, name: `${companions}/${basename(file)}` }))]
}

async function companionsOf(path: string, workbook: Workbook): Promise<string[]> {
  if ((await stat(path)).isDirectory()) return []
  const folder = dirname(path)
  const kept = join(folder, companions)
  const apart = await stat(kept).then(
    (info) => info.isDirectory(),
    () => false,
  )
  return findCompanions(apart ? kept : folder, workbook, workbookLimits.companionBytes)
}
