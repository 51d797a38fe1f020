import type { Question } from '#worker/domain/xlsform/model.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'

const hidden = new Set<QuestionType>([
  'calculate',
  'hidden',
  'start',
  'end',
  'today',
  'username',
  'email',
  'device',
  'start-geopoint',
  'background-geopoint',
])

/** Whether nobody answers it: it computes itself, or holds what the device knows. */
export function isHidden(question: Question): boolean {
  return hidden.has(question.type)
}
