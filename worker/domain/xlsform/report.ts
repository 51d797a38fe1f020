import { placeOf } from '#worker/domain/xlsform/column-names.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer, Question } from '#worker/domain/xlsform/model.ts'
import { reportAppearances } from '#worker/domain/xlsform/report-appearances.ts'
import { rulesOf } from '#worker/domain/xlsform/parameter-rules.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'
import type { Table } from '#worker/domain/xlsform/table.ts'

/** Columns of the survey sheet that mean something to ODK, and nothing to QField. */
const foreignColumn = /^(intent|autoplay|no_app_error_string)$|^(body|instance|bind|control|media)(::|$)/i

const leftOut = new Set<QuestionType>(['background-audio', 'audit', 'osm'])
const empty = new Set<QuestionType>(['device'])

/** Parameters that are carried over; the rest is said once a question. */
const parameters: Partial<Record<QuestionType, string[]>> = {
  range: ['start', 'end', 'step'],
  text: ['rows'],
  image: ['max-pixels'],
  select_one: ['value', 'label'],
  select_multiple: ['value', 'label'],
  rank: ['value', 'label'],
}

/** Says which filled columns of the survey sheet are not carried over, once a column. */
export function reportColumns(survey: Table, issues: IssueList): void {
  for (const key of survey.keys) {
    if (!foreignColumn.test(key)) continue
    const cell = survey.rows.flatMap((row) => row.all(key))[0]
    if (cell) issues.add('column.ignored', { ...cell, row: null, text: key }, { column: key })
  }
}

/** Says what QField has no counterpart for, question by question. */
export function reportQuestions(
  layers: FormLayer[],
  hasFile: (name: string) => boolean,
  issues: IssueList,
): void {
  for (const layer of layers) {
    const count = layer.repeat?.cells.repeat_count
    if (count)
      issues.add('repeat.count', { ...count, question: layer.repeat?.name ?? null }, { count: count.text })
    for (const question of layer.questions) reportQuestion(question, hasFile, issues)
  }
  reportAppearances(layers, issues)
}

function reportQuestion(question: Question, hasFile: (name: string) => boolean, issues: IssueList): void {
  const { type, cells } = question
  const place = placeOf(question)
  const typed = { ...place, ...cells.type, question: question.name }
  const word = cells.type?.text ?? type
  if (leftOut.has(type)) issues.add('type.leftOut', typed, { type: word })
  if (empty.has(type)) issues.add('type.empty', typed, { type: word })
  if (type === 'external' && !hasFile(question.name)) {
    issues.add('list.fileMissing', typed, {
      file: `${question.name}.${word.startsWith('xml') ? 'xml' : 'csv'}`,
    })
  }
  if (type === 'range') reportRange(question, issues)
  if (cells.choice_filter && question.list === null) {
    issues.add('choiceFilter.notSelect', { ...cells.choice_filter, question: question.name })
  }
  const rules = rulesOf(question)
  const unknown = Object.keys(question.parameters).filter(
    (key) => !parameters[type]?.includes(key) && (rules === null || Object.hasOwn(rules, key)),
  )
  if (unknown.length > 0 && cells.parameters) {
    const at = { ...cells.parameters, question: question.name }
    issues.add('parameter.ignored', at, { parameters: unknown.join(', ') })
  }
}

function reportRange(question: Question, issues: IssueList): void {
  const { start, end, from, broken } = rangeOf(question)
  const at = { ...(question.cells.parameters ?? placeOf(question)), question: question.name }
  if (broken) issues.add('range.parameters', at, { parameters: at.text ?? '' })
  else if (from === end) issues.add('range.backwards', at, { start, end })
}
