import type { PreviewQuestion } from '#worker/api/preview.ts'

/** What every widget needs to know, whatever it looks like. */
export interface AnswerProps {
  question: PreviewQuestion
  /** As given, not as computed. */
  answer: string
  /** An empty text takes the answer away. */
  onAnswer: (value: string) => void
  /** Ids of what names and explains the question. */
  aria: {
    id: string
    'aria-labelledby': string
    'aria-describedby': string
    'aria-invalid': boolean
    'aria-required': boolean
  }
}

/** Types with a single field that a label can belong to; the others have several, or none. */
export const hasField = ({ type, computed }: PreviewQuestion): boolean =>
  !computed &&
  ['text', 'barcode', 'unknown', 'integer', 'decimal', 'range', 'date', 'time', 'dateTime'].includes(type)

/** The words of a multiple answer. */
export const wordsOf = (answer: string): string[] => answer.split(' ').filter(Boolean)

/** What a person typed, as far as it can become a number: other characters are refused, as on the tablet. */
export function numeric(text: string, whole: boolean): string {
  const sign = text.trimStart().startsWith('-') ? '-' : ''
  const digits = text.replaceAll(',', '.').replaceAll(whole ? /\D/gu : /[^\d.]/gu, '')
  const [before = '', ...after] = digits.split('.')
  return sign + before + (after.length > 0 ? `.${after.join('')}` : '')
}

/** An answer as HTML's date and time fields take it. */
export function toField(answer: string, type: string): string {
  if (type === 'date') return answer.slice(0, 10)
  if (type === 'time') return (/\d{2}:\d{2}/u.exec(answer) ?? [''])[0]
  return answer.slice(0, 16)
}

/** What such a field says, as ODK writes it. */
export function fromField(text: string, type: string): string {
  return type === 'date' || text === '' ? text : `${text}:00`
}
