import { isDated, toMoment, toNumber } from '#worker/domain/xpath/evaluate/value.ts'
import type { Day, Moment, Value } from '#worker/domain/xpath/evaluate/value.ts'

/**
 * Arithmetic on numbers, NaN when one is missing. A date and a number of days make a date again, as QField has it;
 * two dates make the days between them.
 */
export function calculate(left: Value, right: Value, operator: '+' | '-' | '*' | 'div' | 'mod'): Value {
  if (operator === '+' || operator === '-') {
    const sign = operator === '+' ? 1 : -1
    if (isDated(left) && !isDated(right)) return shifted(left, sign * toNumber(right))
    if (operator === '+' && isDated(right) && !isDated(left)) return shifted(right, toNumber(left))
    if (operator === '-' && isDated(left) && isDated(right)) return daysBetween(left, right)
  }
  const [one, other] = [toNumber(left), toNumber(right)]
  switch (operator) {
    case '+':
      return one + other
    case '-':
      return one - other
    case '*':
      return one * other
    case 'div':
      return one / other
    case 'mod':
      return one % other
  }
}

/** Whole days for a day, since it has no hours to add to. */
function shifted(date: Day | Moment, days: number): Value {
  if (Number.isNaN(days)) return ''
  if (date.kind === 'moment') return { kind: 'moment', time: date.time + days * 86_400_000 }
  return { kind: 'day', days: Math.floor(date.days + days) }
}

function daysBetween(later: Day | Moment, earlier: Day | Moment): number {
  const [end, start] = [toMoment(later), toMoment(earlier)]
  return end === '' || start === '' ? Number.NaN : (end.time - start.time) / 86_400_000
}
