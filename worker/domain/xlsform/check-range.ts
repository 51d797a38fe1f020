import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { ChoiceList, Question } from '#worker/domain/xlsform/model.ts'
import { parseNumber } from '#worker/domain/xlsform/parameters.ts'
import { rangeOf, type RangeParameters } from '#worker/domain/xlsform/range.ts'

type Fault =
  'appearance' | 'number' | 'zero' | 'wide' | 'step' | 'outside' | 'list' | 'labels' | 'many' | 'ends'

const tickWords = ['tick_interval', 'placeholder', 'tick_labelset']

/** Says what ODK refuses about a range’s ticks, their labels and its placeholder; QField shows none of them. */
export function checkRange(
  question: Question,
  lists: ReadonlyMap<string, ChoiceList>,
  issues: IssueList,
): void {
  const { parameters: cell, appearance } = question.cells
  if (question.type !== 'range' || !cell) return
  const { tick_interval: interval, placeholder, tick_labelset: labels } = question.parameters
  const faults: [string, Fault | null][] = []
  const [first] = tickWords.filter((word) => question.parameters[word] !== undefined)
  const slides = !appearance || /vertical|no-ticks/i.test(appearance.text)
  if (first !== undefined && !slides) faults.push([first, 'appearance'])
  const range = rangeOf(question)
  if (!range.broken) {
    const bare = appearance !== undefined && /no-ticks/i.test(appearance.text)
    if (interval !== undefined) faults.push(['tick_interval', intervalFault(interval, range)])
    if (placeholder !== undefined) faults.push(['placeholder', placeholderFault(placeholder, range)])
    if (labels !== undefined)
      faults.push(['tick_labelset', labelsFault(lists.get(labels), range, interval, bare)])
  }
  for (const [parameter, reason] of faults) {
    if (reason !== null)
      issues.add('range.ticks', { ...cell, question: question.name }, { parameter, reason })
  }
}

function intervalFault(text: string, { start, end, step }: RangeParameters): Fault | null {
  const interval = parseNumber(text)
  if (interval === null) return 'number'
  if (interval === 0) return 'zero'
  if (interval > end - start) return 'wide'
  return isMultiple(interval, step) ? null : 'step'
}

function placeholderFault(text: string, { start, end, step, from }: RangeParameters): Fault | null {
  const value = parseNumber(text)
  if (value === null) return 'number'
  if (value < start || value > end) return 'outside'
  return isMultiple(value - from, step) ? null : 'step'
}

/** @param bare without ticks, only the ends of the range can have labels */
function labelsFault(
  list: ChoiceList | undefined,
  range: RangeParameters,
  interval: string | undefined,
  bare: boolean,
): Fault | null {
  if (list === undefined) return 'list'
  const { start, end, step, from } = range
  const values = list.choices.map((choice) => parseNumber(choice.name))
  const numbers = values.filter((value) => value !== null)
  if (numbers.length < values.length) return 'labels'
  if (numbers.some((value) => value < start || value > end)) return 'outside'
  const sound = interval !== undefined && intervalFault(interval, range) === null
  const apart = sound ? Number(interval) : step
  if (numbers.some((value) => !isMultiple(value - from, apart))) return 'step'
  if (!bare) return null
  if (new Set(numbers).size > 2) return 'many'
  return numbers.includes(start) && numbers.includes(end) ? null : 'ends'
}

/** Steps like 0.1 are no exact numbers. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step
  return Math.abs(times - Math.round(times)) < 1e-9
}
