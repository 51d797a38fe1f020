import { featureTagOf } from '#worker/domain/qgis/feature-tag.ts'
import { indexNames } from '#worker/domain/qgis/form-names.ts'
import type { AnswerPlan } from '#worker/domain/qgis/plan.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import type { CompiledForm, Question } from '#worker/domain/xlsform/model.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'

/** Questions that an attribute of the same name may answer. */
const answerable = new Set<QuestionType>([
  'text',
  'integer',
  'decimal',
  'range',
  'date',
  'time',
  'dateTime',
  'select_one',
  'select_multiple',
  'hidden',
  'barcode',
  'acknowledge',
])

/**
 * The columns of the survey layer that start with an attribute of the seed features: the one that the question's
 * default or calculation asks for, else the one of the question's own name. What another calculation fills is left
 * to it.
 */
export function answersOf(form: CompiledForm): AnswerPlan[] {
  const names = indexNames(form, { survey: 'survey', suffix: '' })
  return (form.layers[0]?.questions ?? []).flatMap((question): AnswerPlan[] => {
    const { column } = question
    if (column === null) return []
    const tag = featureTagOf(question, names)?.tag
    if (tag !== undefined) return [answerOf(form, question, column, tag, true)]
    const free = answerable.has(question.type) && question.cells.calculation === undefined
    return free ? [answerOf(form, question, column, question.name, false)] : []
  })
}

function answerOf(
  form: CompiledForm,
  question: Question,
  column: string,
  attribute: string,
  asked: boolean,
): AnswerPlan {
  const range = question.type === 'range' ? rangeOf(question) : null
  return {
    attribute,
    column,
    asked,
    type: question.type === 'time' ? 'time' : (form.translated.types.get(question) ?? 'text'),
    choices: question.list?.choices.map((choice) => choice.name) ?? null,
    multiple: isMultiple(question),
    bounds: range === null ? null : [range.start, range.end],
  }
}
