const day = /^(\d{4})-(\d{2})-(\d{2})$/u
const moment = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(?:Z|[+-]\d{2}:?\d{2})?$/u

/** Days from 1970-01-01 to a date as `yyyy-MM-dd`; null when the calendar has no such day. */
export function dayOf(text: string): number | null {
  const [, year, month, date] = day.exec(text) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const days = Date.UTC(Number(year), Number(month) - 1, Number(date)) / 86_400_000
  return dayText(days) === text ? days : null
}

/** Milliseconds from 1970-01-01T00:00 to a date or moment as ISO writes them; a zone at its end is dropped. */
export function momentOf(text: string): number | null {
  const whole = dayOf(text)
  if (whole !== null) return whole * 86_400_000
  const [, date = '', hour, minute, second = '0', fraction = '0'] = moment.exec(text) ?? []
  const days = dayOf(date)
  if (days === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  return days * 86_400_000 + seconds * 1000 + Number(fraction.padEnd(3, '0'))
}

/** `yyyy-MM-dd`. */
export function dayText(days: number): string {
  return isoOf(days * 86_400_000).slice(0, 10)
}

/** `yyyy-MM-ddTHH:mm:ss`. */
export function momentText(time: number): string {
  return isoOf(time).slice(0, 19)
}

/** Empty beyond the years that a calendar of computers has. */
function isoOf(time: number): string {
  return Math.abs(time) > 8.64e15 ? '' : new Date(time).toISOString()
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** One of ODK's date tokens (`%Y`), without its percent sign, for that moment; null when ODK has no such token. */
export function datePart(letter: string, time: number): string | null {
  const at = new Date(time)
  const two = (number: number) => String(number).padStart(2, '0')
  const parts: Record<string, string> = {
    Y: String(at.getUTCFullYear()).padStart(4, '0'),
    y: two(at.getUTCFullYear() % 100),
    m: two(at.getUTCMonth() + 1),
    n: String(at.getUTCMonth() + 1),
    b: months[at.getUTCMonth()] ?? '',
    d: two(at.getUTCDate()),
    e: String(at.getUTCDate()),
    a: weekdays[at.getUTCDay()] ?? '',
    H: two(at.getUTCHours()),
    h: String(at.getUTCHours()),
    M: two(at.getUTCMinutes()),
    S: two(at.getUTCSeconds()),
    '3': String(at.getUTCMilliseconds()).padStart(3, '0'),
    '%': '%',
  }
  return parts[letter] ?? null
}
