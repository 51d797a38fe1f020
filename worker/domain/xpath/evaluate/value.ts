import { dayOf, dayText, momentOf, momentText } from '#worker/domain/xpath/evaluate/calendar.ts'

/** A day, counted from 1970-01-01. */
export interface Day {
  kind: 'day'
  days: number
}

/** A moment as the clock on the wall shows it, in milliseconds from 1970-01-01T00:00. */
export interface Moment {
  kind: 'moment'
  time: number
}

/**
 * What an expression gives. An empty answer is `''`, a number that is none is NaN; both are empty. An answer to a
 * multiple selection is `a b`, to an acknowledge question `OK`.
 */
export type Value = string | number | boolean | Day | Moment

const xpathNumber = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/u

/** XPath's string(); as in QField, a number that is none is the empty text (ODK writes NaN). */
export function toText(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  if (typeof value === 'boolean') return String(value)
  return value.kind === 'day' ? dayText(value.days) : momentText(value.time)
}

/** XPath's number(): days since 1970 for dates, NaN for text that is no number. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string') return xpathNumber.test(value.trim()) ? Number(value) : Number.NaN
  return value.kind === 'day' ? value.days : value.time / 86_400_000
}

/** XPath's boolean(): whether there is an answer, and for numbers whether it is not 0. */
export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : !isEmpty(value)
}

export function isEmpty(value: Value): boolean {
  return value === '' || (typeof value === 'number' && Number.isNaN(value))
}

export function isDated(value: Value): value is Day | Moment {
  return typeof value === 'object'
}

/** The day of a date, a moment, a text that starts with one, or a number of days; '' where there is none. */
export function toDay(value: Value): Day | '' {
  if (isDated(value)) {
    return value.kind === 'day' ? value : { kind: 'day', days: Math.floor(value.time / 86_400_000) }
  }
  if (typeof value === 'number') return Number.isNaN(value) ? '' : { kind: 'day', days: Math.floor(value) }
  const days = typeof value === 'string' ? dayOf(value.trim().slice(0, 10)) : null
  return days === null ? '' : { kind: 'day', days }
}

/** The moment of the same; a day begins at midnight. */
export function toMoment(value: Value): Moment | '' {
  if (isDated(value)) {
    return value.kind === 'moment' ? value : { kind: 'moment', time: value.days * 86_400_000 }
  }
  if (typeof value === 'number') {
    return Number.isNaN(value) ? '' : { kind: 'moment', time: value * 86_400_000 }
  }
  const time = typeof value === 'string' ? momentOf(value.trim()) : null
  return time === null ? '' : { kind: 'moment', time }
}

/** The words of a multiple selection. */
export function toWords(value: Value): string[] {
  return toText(value).split(' ').filter(Boolean)
}
