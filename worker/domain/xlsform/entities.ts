import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import { readTable, type Table } from '#worker/domain/xlsform/table.ts'
import type { Sheet } from '#worker/domain/xlsform/workbook.ts'

/** What ODK Central would make of the answers: QField does nothing with it, and exports can. */
export interface Entities {
  /** Rows of the entities sheet by their headers. */
  declarations: Record<string, string>[]
  /** `save_to`: the entity's property by the question's name. */
  properties: Record<string, string>
}

/** The entities sheet with the survey's `save_to` column; null where the form has neither. */
export function readEntities(sheet: Sheet | null, survey: Table, issues: IssueList): Entities | null {
  const saved = survey.rows.flatMap((row) => {
    const [name, property] = [row.cell('name'), row.cell('save_to')]
    return property === null ? [] : [{ name: name?.text ?? '', property }]
  })
  const declarations = sheet === null ? [] : declarationsOf(sheet, issues)
  if (sheet !== null) issues.add('entities.kept', { ...nowhere, sheet: sheet.name })
  else if (saved[0]) issues.add('entities.noSheet', saved[0].property)
  if (declarations.length === 0 && saved.length === 0) return null
  return {
    declarations,
    properties: Object.fromEntries(saved.map(({ name, property }) => [name, property.text])),
  }
}

function declarationsOf(sheet: Sheet, issues: IssueList): Record<string, string>[] {
  const aliases = new Map([['dataset', 'list_name']])
  const table = readTable(sheet, { aliases, known: new Set(['list_name']) }, [], issues)
  for (const row of table.rows) {
    if (row.cell('list_name') !== null) continue
    const place = { sheet: sheet.name, row: row.number, column: null, text: null }
    issues.add('entities.noList', place)
  }
  return table.rows.map((row) =>
    Object.fromEntries(
      [...table.keys].flatMap((key): [string, string][] => {
        const text = row.cell(key)?.text
        return text === undefined ? [] : [[key, text]]
      }),
    ),
  )
}
