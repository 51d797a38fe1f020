import type { Question } from '#worker/domain/xlsform/model.ts'
import { parseNumber } from '#worker/domain/xlsform/parameters.ts'

export interface RangeParameters {
  start: number
  end: number
  step: number
  whole: boolean
  /** The parameters are no numbers that make a range: the standard's defaults stand in. */
  broken: boolean
}

/** `start`, `end` and `step` of a range question; the standard's defaults are 1, 10 and 1. */
export function rangeOf(question: Question): RangeParameters {
  const { start: from, end: to, step: by } = question.parameters
  const start = from === undefined ? 1 : parseNumber(from)
  const end = to === undefined ? 10 : parseNumber(to)
  const step = by === undefined ? 1 : parseNumber(by)
  if (start === null || end === null || step === null || step <= 0 || start >= end) {
    return { start: 1, end: 10, step: 1, whole: true, broken: true }
  }
  return { start, end, step, whole: [start, end, step].every(Number.isInteger), broken: false }
}
