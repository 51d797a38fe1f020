import type { PreviewQuestion } from '#worker/api/preview.ts'
import { toPlain } from '#worker/domain/qgis/markup.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import { nameInForm } from '#worker/domain/xlsform/list-tables.ts'
import { keyOf } from '#worker/domain/xlsform/preview/prepare.ts'
import type { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import { choiceRow } from '#worker/domain/xlsform/preview/sight.ts'
import { filledIn } from '#worker/domain/xlsform/preview/words.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'
import { isEmpty, toText } from '#worker/domain/xpath/evaluate/value.ts'

/** One question as that record's answers make it. */
export function previewQuestion(question: Question, record: FormRecord): PreviewQuestion {
  const visible = record.relevant(question)
  const required = record.truth(question, 'required', false)
  const value = record.value(question)
  const missing = required && isEmpty(value)
  const broken = !isEmpty(value) && !record.truth(question, 'constraint', true)
  const valid = !visible || !(missing || broken)
  return {
    kind: 'question',
    key: keyOf(question),
    name: question.name,
    row: question.row,
    type: question.type,
    label: filledIn(question.label, question, record),
    hint: filledIn(question.hint, question, record),
    guidance: filledIn(question.guidance, question, record),
    multiline: question.appearance.includes('multiline') || Number(question.parameters['rows'] ?? 0) > 1,
    range: question.type === 'range' ? stepsOf(question) : null,
    visible,
    relevant: question.cells.relevant?.text ?? '',
    required,
    readonly: record.truth(question, 'readonly', false),
    computed: question.cells.calculation !== undefined,
    value: toText(value),
    choices: choicesOf(question, record),
    valid,
    message: valid ? '' : missing ? question.requiredMessage : question.constraintMessage,
    problems: record.problemsOf(question).map(({ code, params }) => ({ code, params })),
  }
}

function stepsOf(question: Question): PreviewQuestion['range'] {
  const { start, end, step } = rangeOf(question)
  return { start, end, step }
}

function choicesOf(question: Question, record: FormRecord): PreviewQuestion['choices'] {
  const { list } = question
  if (list === null) return null
  return list.choices
    .filter((choice) => record.truth(question, 'choice_filter', true, choiceRow(list, choice)))
    .map((choice) => {
      const name = nameInForm(choice)
      return { name, label: toPlain(choice.label) || name }
    })
}
