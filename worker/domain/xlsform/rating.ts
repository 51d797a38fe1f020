import type { Question } from '#worker/domain/xlsform/model.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'

/** Most values that are offered side by side; a longer range is easier to slide. */
const most = 11

/** The values of a range that is asked as a rating, from the smallest; null where it slides. */
export function ratingOf(question: Question): number[] | null {
  if (question.type !== 'range' || !question.appearance.includes('rating')) return null
  const { start, end, step, whole } = rangeOf(question)
  const count = Math.floor((end - start) / step) + 1
  return whole && count <= most ? Array.from({ length: count }, (_, at) => start + at * step) : null
}
