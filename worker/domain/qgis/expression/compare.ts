import {
  isDateText,
  isEmpty,
  numberOf,
  toBoolean,
  toDate,
  toDateTime,
  toNumber,
  toText,
} from '#worker/domain/qgis/expression/convert.ts'
import { stored } from '#worker/domain/qgis/expression/choice.ts'
import type { Compiling } from '#worker/domain/qgis/expression/compiling.ts'
import {
  atom,
  bind,
  booleanTerm,
  isDated,
  isNumeric,
  loose,
  operand,
} from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Span } from '#worker/domain/xpath/ast.ts'

export type Ordering = '<' | '<=' | '>' | '>='

/**
 * XPath's `=` and `!=`, never NULL: truth values are compared as such, numbers when one side is a number, days
 * when one side is a date, anything else as text. Two empty answers are equal.
 */
export function equality(left: Term, right: Term, negated: boolean, compiling: Compiling, span: Span): Term {
  if (left.constant !== undefined && right.constant === undefined) {
    return equality(right, left, negated, compiling, span)
  }
  if (left.type === 'boolean' || right.type === 'boolean')
    return sameTruth(left, right, negated, compiling, span)
  if (
    right.constant === '' &&
    (isDated(left) || isNumeric(left) || left.type === 'geometry' || left.type === 'set')
  ) {
    return negated ? not(isEmpty(left)) : isEmpty(left)
  }
  if (isDated(left) || isDated(right)) return sameDay(left, right, negated, compiling, span)
  if (isNumeric(left) || isNumeric(right)) {
    if (neverNumber(right)) return never(right, negated, compiling, span)
    return nullSafe(left, right, negated, asNumbers)
  }
  const other = stored(right, left.reference?.list ?? null)
  return loose(`${operand(toText(left))} ${negated ? '<>' : '='} ${operand(toText(other))}`, 'boolean', false)
}

/** XPath's `<`, `<=`, `>`, `>=`: false when either side is empty or no number; dates are compared as dates. */
export function ordering(
  left: Term,
  right: Term,
  operator: Ordering,
  compiling: Compiling,
  span: Span,
): Term {
  const dated = isDated(left) || isDated(right)
  for (const side of [left, right]) {
    const unfit =
      typeof side.constant === 'string' && !(dated && isDateText(side.constant)) && neverNumber(side)
    if (unfit) return never(side, false, compiling, span)
  }
  const [first, second] =
    dated && !isNumeric(left) && !isNumeric(right) ? asDates(left, right) : asNumbers(left, right)
  const text = `${operand(first)} ${operator} ${operand(second)}`
  return guarded(text, first.nullable || second.nullable, false)
}

/** The opposite of a truth value that is never NULL. */
export function not(truth: Term): Term {
  if (typeof truth.constant === 'boolean') return booleanTerm(!truth.constant)
  return loose(`not ${operand(truth)}`, 'boolean', false)
}

/** QGIS 3.22 and later disagree on `=` between truth values, so that it is never written. */
function sameTruth(left: Term, right: Term, negated: boolean, compiling: Compiling, span: Span): Term {
  const answer = left.type === 'boolean' && left.nullable
  if (answer && typeof right.constant === 'string') {
    if (right.constant === 'OK') return negated ? not(toBoolean(left)) : toBoolean(left)
    if (right.constant === '') return negated ? toBoolean(left) : not(toBoolean(left))
    return never(right, negated, compiling, span)
  }
  const [one, other] = [toBoolean(left), toBoolean(right)]
  const constant = typeof other.constant === 'boolean' ? other : one
  if (typeof constant.constant === 'boolean') {
    const rest = constant === other ? one : other
    return constant.constant === negated ? not(rest) : rest
  }
  const [whenTrue, whenFalse] = negated ? [not(other), other] : [other, not(other)]
  return atom(`if(${one.text},${whenTrue.text},${whenFalse.text})`, 'boolean', false)
}

function sameDay(left: Term, right: Term, negated: boolean, compiling: Compiling, span: Span): Term {
  if (typeof right.constant === 'string' && !isDateText(right.constant))
    return never(right, negated, compiling, span)
  if (isNumeric(left) || isNumeric(right)) return nullSafe(left, right, negated, asNumbers)
  return nullSafe(left, right, negated, asDates)
}

/** Both as dates, or both as moments when one of them has a time. */
function asDates(left: Term, right: Term): [Term, Term] {
  const timed = [left, right].some(
    (side) => side.type === 'datetime' || (typeof side.constant === 'string' && side.constant.includes('T')),
  )
  const convert = timed ? toDateTime : toDate
  return [convert(left), convert(right)]
}

/** Compares as `convert` says; two empty answers are equal, one is not. */
function nullSafe(
  left: Term,
  right: Term,
  negated: boolean,
  convert: (one: Term, other: Term) => [Term, Term],
): Term {
  const operator = negated ? '<>' : '='
  if (!canBeEmpty(left) || !canBeEmpty(right)) {
    const [first, second] = convert(left, right)
    const text = `${operand(first)} ${operator} ${operand(second)}`
    return guarded(text, first.nullable || second.nullable, negated)
  }
  return bind('left', left, (one) =>
    bind('right', right, (other) => {
      const [first, second] = convert(one, other)
      const bothEmpty = and(isEmpty(one), isEmpty(other))
      const otherwise = negated ? not(bothEmpty) : bothEmpty
      return atom(
        `coalesce(${operand(first)} ${operator} ${operand(second)},${otherwise.text})`,
        'boolean',
        false,
      )
    }),
  )
}

/** Text is never NULL and can be empty all the same. */
function canBeEmpty(term: Term): boolean {
  return term.nullable || (term.type === 'text' && term.constant === undefined)
}

function asNumbers(left: Term, right: Term): [Term, Term] {
  return [toNumber(left), toNumber(right)]
}

function and(left: Term, right: Term): Term {
  return loose(`${operand(left)} and ${operand(right)}`, 'boolean', false)
}

function guarded(text: string, nullable: boolean, otherwise: boolean): Term {
  return nullable ? atom(`coalesce(${text},${otherwise})`, 'boolean', false) : loose(text, 'boolean', false)
}

function neverNumber(side: Term): boolean {
  return typeof side.constant === 'string' && Number.isNaN(numberOf(side.constant))
}

function never(side: Term, negated: boolean, compiling: Compiling, span: Span): Term {
  compiling.report('xpath.neverEqual', { value: String(side.constant) }, span)
  return booleanTerm(negated)
}
