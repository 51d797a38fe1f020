import type { Choice, ChoiceList } from '#worker/domain/xlsform/model.ts'
import { choiceWords } from '#worker/domain/xlsform/headers.ts'
import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import type { ListSource } from '#worker/domain/xlsform/question-types.ts'
import type { FormWords } from '#worker/domain/xlsform/project-words.ts'
import { readTable, type TableRow } from '#worker/domain/xlsform/table.ts'
import type { Translate } from '#worker/domain/xlsform/translate-cell.ts'
import type { Sheet } from '#worker/domain/xlsform/workbook.ts'

export interface ListReading {
  translate: Translate
  words: FormWords
  issues: IssueList
  /** `allow_choice_duplicates`: the same name may stand more than once in a list. */
  duplicates: boolean
  /** A free table name for a list. */
  tableOf: (name: string) => string
}

/** Lists of the `choices` (or `external_choices`) sheet by name; rows of a list may stand anywhere. */
export function readChoices(sheet: Sheet, source: ListSource, reading: ListReading): Map<string, ChoiceList> {
  const table = readTable(sheet, choiceWords, ['list_name', 'name'], reading.issues)
  for (const column of ['list_name', 'name']) {
    if (table.keys.has(column) || table.rows.length === 0) continue
    reading.issues.add('choices.noColumn', { ...nowhere, sheet: sheet.name }, { sheet: sheet.name, column })
  }
  const rowsOf = new Map<string, TableRow[]>()
  for (const row of table.rows) {
    const list = row.cell('list_name')?.text
    if (list === undefined) {
      const name = table.keys.has('list_name') ? row.cell('name') : null
      if (name) reading.issues.add('choice.noList', name, { choice: name.text })
      continue
    }
    const rows = rowsOf.get(list)
    if (rows) rows.push(row)
    else rowsOf.set(list, [row])
  }
  const extras = [...table.keys].filter((key) => !choiceWords.known.has(key))
  return new Map(
    [...rowsOf].map(([name, rows]) => [name, listOf({ name, source, rows, extras, value: 'name' }, reading)]),
  )
}

/**
 * A list that fills a whole sheet, as the files of `select_one_from_file` do. Where the sheet has no column of the
 * wanted name, its first column is the value.
 */
export function readFileList(
  sheet: Sheet,
  keys: { value: string; label: string },
  reading: ListReading,
): ChoiceList {
  const labelKey = keys.label.toLowerCase()
  const aliases = new Map(keys.label === keys.value ? [] : [[labelKey, 'label']])
  const table = readTable(sheet, { aliases, known: new Set(['label']) }, [], reading.issues)
  const columns = [...table.keys]
  const value = columns.find((key) => key.toLowerCase() === keys.value.toLowerCase()) ?? columns[0] ?? ''
  const extras = columns.filter((key) => key !== 'label' && key !== value)
  return listOf({ name: sheet.name, source: 'file', rows: table.rows, extras, value }, reading)
}

interface ListRows {
  name: string
  source: ListSource
  rows: TableRow[]
  extras: string[]
  /** Word of the column with the stored value. */
  value: string
}

function listOf({ name, source, rows, extras, value }: ListRows, reading: ListReading): ChoiceList {
  const seen = new Set<string>()
  const choices: Choice[] = []
  for (const row of rows) {
    const cell = row.cell(value)
    const label = reading.translate(row, 'label')
    if (cell === null) {
      const place = { sheet: row.sheet, row: row.number, column: null, text: label?.text ?? null }
      reading.issues.add('choice.noName', place, { list: name })
    } else if (seen.has(cell.text) && !reading.duplicates && source === 'choices') {
      reading.issues.add('choice.duplicate', cell, { list: name, choice: cell.text })
    } else {
      seen.add(cell.text)
      const words = label?.others ? { others: label.others } : {}
      // A file's columns of these names are data like all others.
      const media = (key: string) => (source === 'file' ? null : reading.translate(row, key))
      const image = media('image') ?? media('big-image')
      const unheard = media('audio') ?? media('video')
      choices.push({
        name: cell.text,
        label: label?.text ?? cell.text,
        ...words,
        ...(image ? { image } : {}),
        ...(unheard ? { unheard } : {}),
        extra: extraOf(row, extras),
      })
    }
  }
  const taken = new Set(['fid', 'geom', 'name', 'label', 'sort_id'])
  const sheetColumns = extras.filter((key) => {
    const folded = key.toLowerCase()
    return !taken.has(folded) && taken.add(folded)
  })
  const columns = sheetColumns.filter((key) => choices.some((choice) => choice.extra.has(key)))
  return { name, source, choices, columns, sheetColumns, table: reading.tableOf(name), inProject: false }
}

function extraOf(row: TableRow, keys: string[]): Map<string, string> {
  return new Map(
    keys.flatMap((key): [string, string][] => {
      const text = row.cell(key)?.text
      return text === undefined ? [] : [[key, text]]
    }),
  )
}
