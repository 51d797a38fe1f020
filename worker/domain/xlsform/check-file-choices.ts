import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import { isOdkName } from '#worker/domain/xlsform/odk-name.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'

const ending = /^[^.]+\.(?:csv|xml|geojson)$/

/** What ODK refuses of a select whose choices stand in a file: the file's name, and the columns' that it reads. */
export function checkFileChoices(question: Question, issues: IssueList): void {
  const { type: cell, parameters } = question.cells
  // The text that or_other adds has the select's own cell.
  if (!cell || question.type === 'text' || !/from[ _]file/i.test(cell.text)) return
  const type = parseType(cell.text)
  if (type.kind !== 'select' || type.list === '') return
  const file = type.list.slice(type.list.lastIndexOf('/') + 1)
  if (!ending.test(file)) issues.add('list.fileEnding', { ...cell, question: question.name }, { file })
  if (!parameters) return
  for (const parameter of ['value', 'label']) {
    const value = question.parameters[parameter]
    if (value === undefined || isOdkName(value)) continue
    issues.add('parameter.column', { ...parameters, question: question.name }, { parameter, value })
  }
}
