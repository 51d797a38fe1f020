import type { Sheet, SheetRow, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { cleanText } from '#worker/intake/cell-text.ts'
import type { WorkbookLimits } from '#worker/intake/limits.ts'

/** `| --- | :-: |` under a header, as some editors write it. */
const rule = /^\|?[\s|:-]*-{2,}[\s|:-]*$/

/**
 * A workbook written as Markdown tables, as forms are shown in documents: the first cell of a row names a sheet, and
 * the rows below it, whose first cell is empty, are that sheet's. Numbers of rows count within their sheet. Text
 * around the tables is left out; `\|` is a bar inside a cell.
 */
export function markdownWorkbook(text: string, fileName: string, limits: WorkbookLimits): Workbook {
  const sheets: Sheet[] = []
  let number = 0
  for (const line of text.split(/\r\n?|\n/)) {
    const trimmed = line.trim()
    if (!trimmed.startsWith('|') || rule.test(trimmed)) continue
    const [name = '', ...cells] = cellsOf(trimmed, limits)
    if (name !== '') {
      sheets.push({ name, rows: [] })
      number = 0
    }
    const row = rowOf(number + 1, cells)
    const rows = sheets.at(-1)?.rows
    if (row === null || rows === undefined || number >= limits.rows) continue
    number += 1
    rows.push(row)
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

/** Null for a row that is empty, as the one that only names its sheet. */
function rowOf(number: number, cells: string[]): SheetRow | null {
  const last = cells.findLastIndex((cell) => cell !== '')
  return last < 0 ? null : { number, cells: cells.slice(0, last + 1) }
}
