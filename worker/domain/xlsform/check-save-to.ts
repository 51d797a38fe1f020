import type { Saved } from '#worker/domain/xlsform/check-entities.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'
import type { Cell, Table } from '#worker/domain/xlsform/table.ts'

const xmlName = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*(:[\p{L}_][\p{L}\p{M}\p{N}_.-]*)?$/u

/**
 * Says what ODK Central would refuse about the `save_to` column, and gives back what is sound.
 *
 * @param lists names of the entities sheet, in its order
 */
export function checkSaveTo(
  survey: Table,
  questions: Question[],
  lists: string[],
  issues: IssueList,
): Saved[] {
  const byRow = new Map(questions.map((question) => [question.row, question]))
  const seen = new Map<string, Cell>()
  return survey.rows.flatMap((row): Saved[] => {
    const [cell, type] = [row.cell('save_to'), row.cell('type')]
    if (cell === null || parseYesNo(row.cell('disabled')?.text ?? '') === true) return []
    const kind = type === null ? null : parseType(type.text).kind
    if (kind === 'begin' || kind === 'end') {
      issues.add('saveTo.group', cell)
      return []
    }
    const parts = cell.text.split('#')
    const property = parts.at(-1) ?? ''
    const list = parts.length > 1 ? (parts[0] ?? '') : (lists[0] ?? '')
    const reason = parts.length > 2 ? 'parts' : nameFault(property)
    if (reason !== null) issues.add('saveTo.invalid', cell, { property, reason })
    if (parts.length === 1 && lists.length > 1) issues.add('saveTo.noList', cell, { property })
    else if (!lists.includes(list)) issues.add('saveTo.unknownList', cell, { list })
    const id = `${list}#${property}`
    const twin = seen.get(id)
    if (twin) issues.add('saveTo.duplicate', cell, { property, other: twin.row })
    seen.set(id, twin ?? cell)
    const question = byRow.get(row.number)
    return question === undefined ? [] : [{ list, groups: question.groups, saves: true }]
  })
}

function nameFault(property: string): 'reserved' | 'underscores' | 'characters' | null {
  if (['name', 'label'].includes(property.toLowerCase())) return 'reserved'
  if (property.startsWith('__')) return 'underscores'
  return xmlName.test(property) ? null : 'characters'
}
