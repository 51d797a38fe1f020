import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { Sheet, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { decodeCsv, parseCsv } from '#worker/intake/csv.ts'
import { megabytes, type WorkbookLimits } from '#worker/intake/limits.ts'

const sheetNames = /^(?:survey|choices|settings|external_choices|entities|osm)$/i

/**
 * A folder whose .csv files are the sheets (`survey.csv`, `choices.csv`, `settings.csv`, lists).
 *
 * @throws AppError form.notWorkbook, form.tooLarge; errors of the file system as they are
 */
export async function readCsvFolder(folder: string, limits: WorkbookLimits): Promise<Workbook> {
  const fileName = basename(folder)
  const names = (await readdir(folder)).filter((name) => extname(name).toLowerCase() === '.csv').sort()
  if (names.length === 0) throw new AppError('form.notWorkbook', { file: fileName })
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  const size = sizes.reduce((sum, next) => sum + next, 0)
  if (size > limits.fileBytes) {
    const params = { file: fileName, size: megabytes(size), limit: megabytes(limits.fileBytes) }
    throw new AppError('form.tooLarge', params)
  }
  const sheets: Sheet[] = []
  for (const name of names) {
    const bytes = await readFile(join(folder, name))
    sheets.push({ name: basename(name, extname(name)), rows: csvRows(bytes, fileName, limits) })
  }
  return { fileName, sheets }
}

/**
 * One .csv file: a survey sheet alone, or a whole workbook as pyxform writes one, where the first column names a sheet
 * and the rows below it, whose first cell is empty, are that sheet's. Numbers of rows then count within their sheet, empty ones too.
 *
 * @throws AppError form.notWorkbook
 */
export function csvWorkbook(bytes: Buffer, fileName: string, limits: WorkbookLimits): Workbook {
  const rows = csvRows(bytes, fileName, limits)
  const named = rows.some(({ cells: [first = '', ...beside] }) => {
    return sheetNames.test(first) && beside.every((cell) => cell === '')
  })
  return { fileName, sheets: named ? sheetsOf(rows) : [{ name: 'survey', rows }] }
}

function sheetsOf(rows: Sheet['rows']): Sheet[] {
  const sheets: Sheet[] = []
  // The row that names a sheet is the sheet's own only where it holds more.
  let above = 0
  for (const row of rows) {
    const [name = '', ...cells] = row.cells
    const filled = cells.some((cell) => cell !== '')
    if (name !== '') {
      sheets.push({ name, rows: [] })
      above = filled ? row.number - 1 : row.number
    }
    if (filled) sheets.at(-1)?.rows.push({ number: row.number - above, cells })
  }
  return sheets
}

function csvRows(bytes: Buffer, file: string, limits: WorkbookLimits): Sheet['rows'] {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  // A zero byte is in no text but UTF-16.
  if (!utf16 && bytes.includes(0)) throw new AppError('form.notWorkbook', { file })
  return parseCsv(decodeCsv(bytes), limits)
}
