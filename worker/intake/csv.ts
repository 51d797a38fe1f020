import type { SheetRow } from '#worker/domain/xlsform/workbook.ts'
import { cleanText } from '#worker/intake/cell-text.ts'
import type { WorkbookLimits } from '#worker/intake/limits.ts'

/** Bytes of a .csv as text: UTF-8 or UTF-16 by its mark, else UTF-8 where it is valid, else Windows-1252. */
export function decodeCsv(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/**
 * Rows of a .csv by RFC 4180, with the separator that the first line uses most (comma, semicolon or tab).
 * Row numbers count records, as a spreadsheet shows them.
 */
export function parseCsv(text: string, limits: WorkbookLimits): SheetRow[] {
  const separator = separatorOf(text)
  const rows: SheetRow[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let number = 1

  const endCell = () => {
    if (cells.length < limits.columns) cells.push(cleanText(cell.slice(0, limits.cellCharacters)))
    cell = ''
  }
  const endRow = () => {
    endCell()
    while (cells.at(-1) === '') cells.pop()
    if (cells.length > 0) rows.push({ number, cells })
    cells = []
    number += 1
  }

  for (let at = 0; at < text.length && number <= limits.rows; at += 1) {
    const char = text[at] as string
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (char === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (char === separator) endCell()
    else if (char === '\n') endRow()
    else if (char !== '\r' || text[at + 1] !== '\n') cell += char === '\r' ? '\n' : char
  }
  if (number <= limits.rows && (cell !== '' || cells.length > 0)) endRow()
  return rows
}

function separatorOf(text: string): string {
  const end = text.indexOf('\n')
  const first = end < 0 ? text : text.slice(0, end)
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: first.split(separator).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator
}
