import { placeOf } from '#worker/domain/xlsform/column-names.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'
import type { Table } from '#worker/domain/xlsform/table.ts'

const media = ['image', 'audio', 'video']
/** Nobody is asked these. */
const silent = new Set<QuestionType>(['audit', 'background-audio', 'external', 'include', 'unknown'])

/** Says which questions show nothing to the person who answers, and which pictures ODK would not show. */
export function checkWords(questions: Question[], survey: Table, issues: IssueList): void {
  const rows = new Map(survey.rows.map((row) => [row.number, row]))
  for (const question of questions) {
    const row = rows.get(question.row)
    if (row === undefined) continue
    const big = row.all('big-image')[0]
    const shown = media.some((key) => row.all(key).length > 0) || big !== undefined
    if (big !== undefined && row.all('image').length === 0)
      issues.add('media.bigImage', { ...big, question: question.name })
    if (shown || question.label !== '' || question.hint !== '' || asksNothing(question)) continue
    issues.add('label.missing', placeOf(question), { name: question.name })
  }
}

function asksNothing(question: Question): boolean {
  const { calculation, trigger } = question.cells
  return isHidden(question) || silent.has(question.type) || calculation !== undefined || trigger !== undefined
}
