import { SSF, type CellObject } from '@e965/xlsx'

const errors = new Set(['#N/A', '#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NULL!', '#NUM!'])

/**
 * A cell as a person would type it: `1` and `2.5` whatever their format, dates as ISO 8601, booleans as
 * `TRUE`/`FALSE`. Typographic and zero-width blanks at the ends go; inside, a no-break space is a space.
 *
 * @param date1904 the workbook counts days from 1904, as old Macs did
 */
export function cellText(cell: CellObject | undefined, date1904: boolean, longest: number): string {
  if (cell === undefined || cell.v === undefined || cell.v === null) return ''
  if (cell.t === 'b') return cell.v === true ? 'TRUE' : 'FALSE'
  if (cell.t === 'e') return errors.has(cell.w ?? '') ? (cell.w ?? '') : ''
  if (typeof cell.v === 'number') return numberText(cell.v, cell.z, date1904)
  return cleanText(String(cell.v).slice(0, longest))
}

/** Text without what only looks like blanks. */
export function cleanText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\u00a0\u2007\u202f]/g, ' ')
    .replaceAll(/^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g, '')
}

function numberText(value: number, format: CellObject['z'], date1904: boolean): string {
  if (!Number.isFinite(value)) return ''
  if (format === undefined || !SSF.is_date(String(format))) return String(Number(value.toPrecision(15)))
  const date = SSF.parse_date_code(value, { date1904 }) as DateCode | null
  if (date === null) return String(value)
  const day = `${pad(date.y, 4)}-${pad(date.m, 2)}-${pad(date.d, 2)}`
  const time = `${pad(date.H, 2)}:${pad(date.M, 2)}:${pad(Math.round(date.S), 2)}`
  if (value < 1) return time
  return time === '00:00:00' ? day : `${day}T${time}`
}

/** What SheetJS makes of a day number; null past the calendar's end. */
interface DateCode {
  y: number
  m: number
  d: number
  H: number
  M: number
  S: number
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
