import type { Question } from '#worker/domain/xlsform/model.ts'
import { parseNumber } from '#worker/domain/xlsform/parameters.ts'

export interface RangeParameters {
  /** The smaller end. */
  start: number
  end: number
  step: number
  whole: boolean
  /** Where the form counts from: the larger end where it counts down, which QField cannot. */
  from: number
  /** The parameters are no numbers that make a range: the standard's defaults stand in. */
  broken: boolean
}

/** `start`, `end` and `step` of a range question; the standard's defaults are 1, 10 and 1. */
export function rangeOf(question: Question): RangeParameters {
  const { start: first, end: last, step: by } = question.parameters
  const from = first === undefined ? 1 : parseNumber(first)
  const to = last === undefined ? 10 : parseNumber(last)
  const step = by === undefined ? 1 : parseNumber(by)
  if (from === null || to === null || step === null || step === 0 || step > Math.abs(to - from)) {
    return { start: 1, end: 10, step: 1, whole: true, from: 1, broken: true }
  }
  const [start, end] = from <= to ? [from, to] : [to, from]
  const whole = [start, end, step].every(Number.isInteger)
  return { start, end, step: Math.abs(step), whole, from, broken: false }
}
