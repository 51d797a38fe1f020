import {
  isDated,
  isEmpty,
  toBoolean,
  toDay,
  toMoment,
  toNumber,
  toText,
} from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

/**
 * XPath's `=`: truth values are compared as such, dates as dates, numbers when one side is a number, anything else
 * as text. Two empty answers are equal, also when they are numbers that are none.
 */
export function equal(left: Value, right: Value): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right)
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right)
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) === toNumber(right)
  if (!isDated(left) && !isDated(right)) return toText(left) === toText(right)
  const [one, other] = asDates(left, right)
  return one === other
}

/** XPath's `<`, `<=`, `>`, `>=`: false when a side is empty or no number; dates are compared as dates. */
export function ordered(left: Value, right: Value, operator: '<' | '<=' | '>' | '>='): boolean {
  const dates = (isDated(left) || isDated(right)) && typeof left !== 'number' && typeof right !== 'number'
  const [one, other] = dates ? asDates(left, right) : [toNumber(left), toNumber(right)]
  switch (operator) {
    case '<':
      return one < other
    case '<=':
      return one <= other
    case '>':
      return one > other
    case '>=':
      return one >= other
  }
}

/** Both as days, or as moments when one has a time; NaN for what is none. */
function asDates(left: Value, right: Value): [number, number] {
  const timed = [left, right].some(
    (side) => (isDated(side) && side.kind === 'moment') || (typeof side === 'string' && side.includes('T')),
  )
  const [one, other] = timed ? [toMoment(left), toMoment(right)] : [toDay(left), toDay(right)]
  return [one === '' ? Number.NaN : toNumber(one), other === '' ? Number.NaN : toNumber(other)]
}
