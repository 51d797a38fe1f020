import type { Sheet, SheetRow, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { cleanText } from '#worker/intake/cell-text.ts'
import type { WorkbookLimits } from '#worker/intake/limits.ts'

/** `| --- | :-: |` under a header, as some editors write it. */
const rule = /^\|?[\s|:-]*-{2,}[\s|:-]*$/

/**
 * A workbook written as Markdown tables, as forms are shown in documents: the first cell of a row names a sheet, and
 * the rows below it, whose first cell is empty, are that sheet's. Numbers of rows count within their sheet, empty ones too. Text
 * around the tables is left out; `\|` is a bar inside a cell.
 */
export function markdownWorkbook(text: string, fileName: string, limits: WorkbookLimits): Workbook {
  const sheets: Sheet[] = []
  let number = 0
  for (const line of text.split(/\r\n?|\n/)) {
    const trimmed = line.trim()
    if (!trimmed.startsWith('|') || rule.test(trimmed)) continue
    const [name = '', ...cells] = cellsOf(trimmed, limits)
    const row = rowOf(name === '' ? number + 1 : 1, cells)
    if (name !== '') {
      sheets.push({ name, rows: [] })
      // The row that names a sheet is the sheet's own only where it holds more.
      number = row === null ? 0 : 1
    } else number += 1
    const rows = sheets.at(-1)?.rows
    if (row !== null && rows !== undefined && number <= limits.rows) rows.push(row)
  }
  return { fileName, sheets }
}

function cellsOf(line: string, limits: WorkbookLimits): string[] {
  const inner = line.replace(/^\|/, '').replace(/(?<!\\)\|$/, '')
  return inner
    .split(/(?<!\\)\|/)
    .slice(0, limits.columns)
    .map((cell) => cleanText(cell.replaceAll('\\|', '|').slice(0, limits.cellCharacters)))
}

/** Null for a row that is empty. */
function rowOf(number: number, cells: string[]): SheetRow | null {
  const last = cells.findLastIndex((cell) => cell !== '')
  return last < 0 ? null : { number, cells: cells.slice(0, last + 1) }
}
