import type { ValueType } from '#worker/domain/qgis/scope.ts'
import type { ColumnType, Question } from '#worker/domain/xlsform/model.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'

const fixed: Partial<Record<QuestionType, ColumnType>> = {
  integer: 'integer',
  decimal: 'decimal',
  date: 'date',
  today: 'date',
  dateTime: 'datetime',
  start: 'datetime',
  end: 'datetime',
  acknowledge: 'boolean',
}

/** The column's type as far as the question alone tells it; a calculation's follows from its expression. */
export function columnType(question: Question): ColumnType {
  if (question.type === 'range') return rangeOf(question).whole ? 'integer' : 'decimal'
  return fixed[question.type] ?? 'text'
}

/** The column that keeps a calculated value whole. ODK's own truth values are text (`true`). */
export function calculatedType(type: ValueType): ColumnType {
  if (type === 'integer' || type === 'decimal' || type === 'date' || type === 'datetime') return type
  return 'text'
}
