import { checkEntities } from '#worker/domain/xlsform/check-entities.ts'
import { checkSaveTo } from '#worker/domain/xlsform/check-save-to.ts'
import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import type { Table } from '#worker/domain/xlsform/table.ts'

/** What ODK Central would make of the answers: QField does nothing with it, and exports can. */
export interface Entities {
  /** Rows of the entities sheet by their headers. */
  declarations: Record<string, string>[]
  /** `save_to`: the entity's property by the question's name. */
  properties: Record<string, string>
}

/** The entities sheet with the survey's `save_to` column; null where the form has neither. */
export function readEntities(
  table: Table | null,
  survey: Table,
  questions: Question[],
  issues: IssueList,
): Entities | null {
  const saved = survey.rows.flatMap((row) => {
    const [name, property] = [row.cell('name'), row.cell('save_to')]
    return property === null ? [] : [{ name: name?.text ?? '', property }]
  })
  const declarations = table === null ? [] : declarationsOf(table, issues)
  if (table !== null) {
    issues.add('entities.kept', { ...nowhere, sheet: table.sheet })
    const lists = declarations.flatMap(({ list_name: list }) => list ?? [])
    const ties = lists.length === 0 ? [] : checkSaveTo(survey, questions, [...new Set(lists)], issues)
    checkEntities(table, questions, ties, issues)
  }
  if (declarations.length === 0 && saved[0]) issues.add('entities.noSheet', saved[0].property)
  if (declarations.length === 0 && saved.length === 0) return null
  return {
    declarations,
    properties: Object.fromEntries(saved.map(({ name, property }) => [name, property.text])),
  }
}

function declarationsOf(table: Table, issues: IssueList): Record<string, string>[] {
  for (const row of table.rows) {
    if (row.cell('list_name') !== null) continue
    const place = { sheet: table.sheet, row: row.number, column: null, text: null }
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
