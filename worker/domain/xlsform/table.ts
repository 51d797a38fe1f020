import { parseHeader, type HeaderWords } from '#worker/domain/xlsform/headers.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { languageKey } from '#worker/domain/xlsform/languages.ts'
import type { Sheet } from '#worker/domain/xlsform/workbook.ts'

/** One cell with its address, so that every issue can name it. */
export interface Cell {
  text: string
  sheet: string
  row: number
  /** Letters. */
  column: string
  /** The same words in the project's other languages by their codes, where they differ. */
  others?: ReadonlyMap<string, string>
}

/** A sheet whose columns are known by pyxform's words. */
export interface Table {
  sheet: string
  /** Words of its columns, without languages. */
  keys: Set<string>
  /** Languages named by the columns of a word, as the headers spell them; `null` for a column without one. */
  languagesOf(key: string): (string | null)[]
  rows: TableRow[]
}

export interface TableRow {
  sheet: string
  number: number
  /** The cell of a word's column without a language, or of that language. Empty cells are null. */
  cell(key: string, language?: string | null): Cell | null
  /** Cells of one word in all languages, in the order of the columns. */
  all(key: string): Cell[]
}

/** Reads the header row and binds the rows below to it. */
export function readTable(sheet: Sheet, words: HeaderWords, required: string[], issues: IssueList): Table {
  const at = headerRow(sheet, words, required)
  const header = sheet.rows[at]
  if (header && header.number > 1) {
    const place = { sheet: sheet.name, row: header.number, column: null, text: null }
    issues.add('header.late', place, { sheet: sheet.name, row: header.number })
  }
  const columns = new Map<string, number[]>()
  const languages = new Map<string, (string | null)[]>()
  header?.cells.forEach((text, index) => {
    if (text === '') return
    const { key, language, surplus } = parseHeader(text, words)
    const id = columnId(key, language)
    const same = columns.get(id)
    const place = { sheet: sheet.name, row: header.number, column: columnLetters(index), text }
    if (surplus) issues.add('header.surplus', place, { column: text, key })
    if (same) {
      issues.add('header.duplicate', place, { column: text })
      same.push(index)
      return
    }
    columns.set(id, [index])
    languages.set(key, [...(languages.get(key) ?? []), language])
  })
  reportHeaderless(sheet, at, issues)
  const rows = sheet.rows.slice(at + 1).map((row): TableRow => {
    const cellAt = (indexes: number[] | undefined): Cell | null => {
      const index = indexes?.find((column) => (row.cells[column] ?? '') !== '')
      const text = index === undefined ? '' : (row.cells[index] ?? '')
      if (index === undefined) return null
      return { text, sheet: sheet.name, row: row.number, column: columnLetters(index) }
    }
    return {
      sheet: sheet.name,
      number: row.number,
      cell: (key, language = null) => cellAt(columns.get(columnId(key, language))),
      all: (key) =>
        (languages.get(key) ?? []).flatMap((language) => cellAt(columns.get(columnId(key, language))) ?? []),
    }
  })
  return {
    sheet: sheet.name,
    keys: new Set(languages.keys()),
    languagesOf: (key) => languages.get(key) ?? [],
    rows,
  }
}

/** Says where cells stand under no header, once a sheet. */
function reportHeaderless(sheet: Sheet, at: number, issues: IssueList): void {
  const header = sheet.rows[at]?.cells ?? []
  const cells = sheet.rows
    .slice(at + 1)
    .flatMap((row) =>
      row.cells.flatMap((text, index) =>
        text === '' || (header[index] ?? '') !== '' ? [] : [{ index, row: row.number, text }],
      ),
    )
  const [first] = cells
  if (first === undefined) return
  const column = columnLetters(first.index)
  const more = new Set(cells.map(({ index }) => index)).size - 1
  issues.add(
    'column.noHeader',
    { sheet: sheet.name, row: first.row, column, text: first.text },
    { column, more },
  )
}

/** The letters a spreadsheet shows over a column; 0 is A. */
function columnLetters(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26))
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}

/** A title may stand above the headers: the first of the upper rows that has the needed words is the header. */
function headerRow(sheet: Sheet, words: HeaderWords, required: string[]): number {
  const found = sheet.rows.slice(0, 10).findIndex((row) => {
    const keys = new Set(row.cells.map((text) => parseHeader(text, words).key))
    return required.every((key) => keys.has(key))
  })
  return Math.max(0, found)
}

function columnId(key: string, language: string | null): string {
  return language === null ? key : `${key}::${languageKey(language)}`
}
