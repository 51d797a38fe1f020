import { utils, write, type WorkBook } from '@e965/xlsx'
import type { Cell } from '#worker/domain/results/answer.ts'
import type { ResultRow, ResultTable } from '#worker/domain/results/result-tables.ts'

/** What a cell and a sheet can hold. */
const limits = { characters: 32_767, rows: 1_048_575, sheetName: 31 }

export interface Spreadsheet {
  bytes: Uint8Array
  /** Values that were longer than a cell, and rows that were more than a sheet: they are not in it. */
  cellsLeftOut: number
  rowsLeftOut: number
}

/** All tables as sheets of one workbook, with their geometry as columns. The workbook is made in memory. */
export async function xlsx(
  tables: readonly ResultTable[],
  rowsOf: (table: ResultTable) => AsyncIterable<ResultRow>,
): Promise<Spreadsheet> {
  const book: WorkBook = utils.book_new()
  let [cellsLeftOut, rowsLeftOut] = [0, 0]
  for (const table of tables) {
    const columns = [...table.columns, ...table.geometry]
    const cells: Cell[][] = [columns.map((column) => column.heading)]
    for await (const row of rowsOf(table)) {
      if (cells.length > limits.rows) rowsLeftOut += 1
      else cells.push(columns.map((column) => fitting(column.value(row))))
    }
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells, { dense: true }), sheetName(table.name, book))
  }
  return {
    bytes: new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer),
    cellsLeftOut,
    rowsLeftOut,
  }

  function fitting(value: Cell): Cell {
    if (typeof value !== 'string' || value.length <= limits.characters) return value
    cellsLeftOut += 1
    return null
  }
}

/** Spreadsheets tell names apart without case, and allow some characters only elsewhere. */
function sheetName(wanted: string, book: WorkBook): string {
  const clean = wanted.replaceAll(/[[\]:*?/\\']/g, '_').slice(0, limits.sheetName)
  const taken = new Set(book.SheetNames.map((name) => name.toLowerCase()))
  let name = clean
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
    const ending = `_${number}`
    name = clean.slice(0, limits.sheetName - ending.length) + ending
  }
  return name
}
