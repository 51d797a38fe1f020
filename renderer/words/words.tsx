import { useMemo, type ReactNode } from 'react'
import { IntlProvider, useIntl, type IntlShape } from 'react-intl'
import { catalogue, type WordKey } from '#renderer/words/catalogue.ts'
import type { Finding } from '#worker/api/doctor.ts'
import type { AppErrorData } from '#worker/api/errors.ts'
import type { Issue } from '#worker/api/issues.ts'

type Values = Record<string, string | number>

export interface ErrorWords {
  what: string
  data: string
  todo: string
}

export interface Words {
  say: (key: WordKey, values?: Values) => string
  error: (error: AppErrorData) => ErrorWords
  issue: (issue: Issue) => string
  finding: (finding: Finding) => string
  /** Words of a key made from data (`ui.step.` + a step's id); null where no locale has it. */
  find: (key: string, values?: Values) => string | null
  /** `12 MB`. */
  size: (bytes: number) => string
  /** `1 min 4 s`; below ten seconds with one decimal. */
  duration: (ms: number) => string
  /** A moment as a person says it: `14:02` today, with the day before that. */
  when: (iso: string, now?: Date) => string
  /** `22 December`; with the year when it is another one. */
  day: (iso: string, now?: Date) => string
  /** A degree with five decimals, about a metre. */
  degree: (value: number) => string
  number: (value: number) => string
  /** `QGIS, disk space and Node.js`. */
  list: (items: string[]) => string
}

/** Puts the words of the user's language around the window. English is the only one so far. */
export function WordsProvider({ children }: { children: ReactNode }) {
  return (
    <IntlProvider locale="en" messages={catalogue}>
      {children}
    </IntlProvider>
  )
}

/** What the window says, in the user's language and formats. */
export function useWords(): Words {
  const intl = useIntl()
  return useMemo(() => wordsOf(intl), [intl])
}

const tenths = { maximumFractionDigits: 1 }

function wordsOf(intl: IntlShape): Words {
  const find = (key: string, values: Values = {}): string | null =>
    intl.messages[key] === undefined ? null : intl.formatMessage({ id: key }, values)
  const say = (key: WordKey, values: Values = {}): string => intl.formatMessage({ id: key }, values)
  const number = (value: number): string => intl.formatNumber(value)

  return {
    say,
    find,
    number,
    list: (items) => intl.formatList(items),
    error: ({ code, params }) => ({
      what: find(`error.${code}.what`, params) ?? code,
      data: find(`error.${code}.data`, params) ?? '',
      todo: find(`error.${code}.todo`, params) ?? '',
    }),
    issue: ({ code, params }) => find(`issue.${code}`, params) ?? code,
    finding: ({ id, state, params }) => find(`doctor.${id}.${state}`, params) ?? '',
    size: (bytes) => {
      const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
      const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
      const value = bytes / 1000 ** power
      return intl.formatNumber(value, {
        style: 'unit',
        unit: steps[power] ?? 'byte',
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
      })
    },
    duration: (ms) => {
      const seconds = ms / 1000
      if (seconds < 9.95) return say('ui.time.seconds', { seconds: intl.formatNumber(seconds, tenths) })
      const whole = Math.round(seconds)
      if (whole < 60) return say('ui.time.seconds', { seconds: number(whole) })
      return say('ui.time.minutes', { minutes: number(Math.floor(whole / 60)), seconds: number(whole % 60) })
    },
    when: (iso, now = new Date()) => {
      const date = new Date(iso)
      const time = intl.formatTime(date, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      if (date.toDateString() === now.toDateString()) return time
      const sameYear = date.getFullYear() === now.getFullYear()
      const day = intl.formatDate(date, {
        day: 'numeric',
        month: 'short',
        ...(sameYear ? {} : { year: 'numeric' }),
      })
      return `${day}, ${time}`
    },
    day: (iso, now = new Date()) => {
      const date = new Date(iso)
      const sameYear = date.getFullYear() === now.getFullYear()
      return intl.formatDate(date, {
        day: 'numeric',
        month: 'long',
        ...(sameYear ? {} : { year: 'numeric' }),
      })
    },
    degree: (value) => intl.formatNumber(value, { maximumFractionDigits: 5, useGrouping: false }),
  }
}
