import type { Compiling } from '#worker/domain/qgis/expression/compiling.ts'
import { numberOf, toDateTime, toNumber } from '#worker/domain/qgis/expression/convert.ts'
import { atom, isDated, isNumeric, loose, numberTerm, operand } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Span } from '#worker/domain/xpath/ast.ts'

export type ArithmeticOperator = '+' | '-' | '*' | 'div' | 'mod'

const written: Record<ArithmeticOperator, string> = { '+': '+', '-': '-', '*': '*', div: '/', mod: '%' }

/**
 * Arithmetic on numbers, NULL when one is missing. A date and a number of days make a date again; two dates make
 * the days between them.
 */
export function arithmetic(
  left: Term,
  right: Term,
  operator: ArithmeticOperator,
  compiling: Compiling,
  spans: [Span, Span],
): Term {
  if (operator === '-' && isDated(left) && isDated(right)) return daysBetween(left, right)
  if (operator === '+' || operator === '-') {
    if (isDated(left) && !isDated(right)) return shifted(left, numeric(right, compiling, spans[1]), operator)
    if (operator === '+' && isDated(right) && !isDated(left)) {
      return shifted(right, numeric(left, compiling, spans[0]), operator)
    }
  }
  const first = numeric(left, compiling, spans[0])
  const second = numeric(right, compiling, spans[1])
  const whole = operator !== 'div' && first.type === 'integer' && second.type === 'integer'
  // Division by zero is NULL in QGIS.
  const nullable = first.nullable || second.nullable || operator === 'div' || operator === 'mod'
  return loose(
    `${operand(first)} ${written[operator]} ${operand(second)}`,
    whole ? 'integer' : 'decimal',
    nullable,
  )
}

/** Unary minus, which QGIS refuses to apply to NULL. */
export function negation(term: Term, compiling: Compiling, span: Span): Term {
  const number = numeric(term, compiling, span)
  if (typeof number.constant === 'number') return numberTerm(-number.constant)
  return loose(`0 - ${operand(number)}`, number.type, number.nullable)
}

/** A number, with a warning for text that can't be one. */
export function numeric(term: Term, compiling: Compiling, span: Span): Term {
  const { constant } = term
  if (typeof constant === 'string' && constant.trim() !== '' && Number.isNaN(numberOf(constant))) {
    compiling.report('xpath.notNumber', { value: constant }, span)
  }
  return isNumeric(term) ? term : toNumber(term)
}

function shifted(date: Term, days: Term, operator: '+' | '-'): Term {
  const text = `${operand(date)} ${operator} make_interval(days:=${days.text})`
  const nullable = date.nullable || days.nullable
  return date.type === 'date' ? atom(`to_date(${text})`, 'date', nullable) : loose(text, 'datetime', nullable)
}

function daysBetween(left: Term, right: Term): Term {
  const nullable = left.nullable || right.nullable
  if (left.type === 'date' && right.type === 'date') {
    return atom(`day(${operand(left)} - ${operand(right)})`, 'integer', nullable)
  }
  const [later, earlier] = [toDateTime(left), toDateTime(right)]
  return loose(`(epoch(${later.text}) - epoch(${earlier.text})) / 86400000`, 'decimal', nullable)
}
