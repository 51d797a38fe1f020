import { read, type WorkBook, type WorkSheet } from '@e965/xlsx'
import type { Sheet, SheetRow, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { cellText } from '#worker/intake/cell-text.ts'
import type { WorkbookLimits } from '#worker/intake/limits.ts'

/**
 * Parses the bytes of an .xlsx, .xlsm, .xlsb, .xls or .ods that passed the guards.
 *
 * @throws whatever the parser throws on bytes that are no workbook
 */
export function parseSpreadsheet(bytes: Buffer, fileName: string, limits: WorkbookLimits): Workbook {
  const book = read(bytes, {
    type: 'buffer',
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellText: false,
    cellNF: true,
    cellStyles: false,
    sheetStubs: false,
    bookVBA: false,
    sheetRows: limits.rows,
  })
  return { fileName, sheets: book.SheetNames.flatMap((name) => sheetOf(book, name, limits)) }
}

function sheetOf(book: WorkBook, name: string, limits: WorkbookLimits): Sheet[] {
  const sheet: WorkSheet | undefined = book.Sheets[name]
  const data = sheet?.['!data']
  if (data === undefined) return []
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const rows: SheetRow[] = []
  // Sheets may be sparse: only rows that exist are visited.
  data.slice(0, limits.rows).forEach((cells, index) => {
    const texts: string[] = []
    cells.slice(0, limits.columns).forEach((cell, column) => {
      const text = cellText(cell, date1904, limits.cellCharacters)
      if (text === '') return
      while (texts.length < column) texts.push('')
      texts.push(text)
    })
    if (texts.length > 0) rows.push({ number: index + 1, cells: texts })
  })
  return [{ name, rows }]
}
