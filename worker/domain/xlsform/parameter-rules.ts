import type { Question } from '#worker/domain/xlsform/model.ts'
import { parseNumber, parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'

/** What a parameter's value has to be; wording tells it from the word. */
export type Wanted =
  | 'whole'
  | 'number'
  | 'boolean'
  | 'yes'
  | 'quality'
  | 'package'
  | 'seed'
  | 'randomized'
  | 'priority'
  | 'reasons'
  | 'together'
  | 'age'
  | 'place'

export interface Rule {
  wanted: Wanted
  fits(value: string, all: Readonly<Record<string, string>>): boolean
}

const atLeast =
  (least: number) =>
  (value: string): boolean =>
    (parseNumber(value) ?? -1) >= least
const isWhole = (value: string): boolean => /^[-+]?\d+$/.test(value)
const oneOf =
  (words: string) =>
  (value: string): boolean =>
    words.split(' ').includes(value.toLowerCase())

const positive: Rule = { wanted: 'whole', fits: (value) => isWhole(value) && Number(value) >= 1 }
const distance: Rule = { wanted: 'number', fits: atLeast(0) }
const flag: Rule = { wanted: 'boolean', fits: oneOf('true false') }
const app: Rule = {
  wanted: 'package',
  fits: (value) => /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/i.test(value),
}
const seed: Rule = {
  wanted: 'seed',
  fits: (value) => parseNumber(value) !== null || /^\$\{[^}]+\}$/.test(value),
}
const withRandomize: Rule = { wanted: 'randomized', fits: (_, all) => all['randomize'] !== undefined }
const seconds: Rule = { wanted: 'whole', fits: (value) => isWhole(value) && Number(value) >= 0 }
const locations = ['location-priority', 'location-min-interval', 'location-max-age']
const together: Rule = {
  wanted: 'together',
  fits: (_, all) => locations.every((name) => all[name] !== undefined),
}
const age: Rule = {
  wanted: 'age',
  fits: (value, all) => !(Number(value) < Number(all['location-min-interval'])),
}

type Rules = Readonly<Record<string, Rule[]>>

const shuffled: Rules = { randomize: [flag], seed: [withRandomize, seed] }
/** Names of columns are checked with the file's; see check-file-choices.ts. */
const fromFile: Rules = { ...shuffled, value: [], label: [] }
const geometry: Rules = { 'allow-mock-accuracy': [flag], 'reference-geometry': [] }
const line: Rules = {
  ...geometry,
  incremental: [{ wanted: 'yes', fits: (value) => parseYesNo(value) === true }],
}
const quality = (words: string): Rules => ({ quality: [{ wanted: 'quality', fits: oneOf(words) }] })

const byType: Partial<Record<Question['type'], Rules>> = {
  // Its numbers are checked as a whole; see check-range.ts.
  range: { start: [], end: [], step: [], tick_interval: [], tick_labelset: [], placeholder: [] },
  text: { rows: [positive] },
  image: { 'max-pixels': [positive], app: [app] },
  audio: quality('voice-only low normal external'),
  'background-audio': quality('voice-only low normal'),
  geopoint: { ...geometry, 'capture-accuracy': [distance], 'warning-accuracy': [distance] },
  geotrace: line,
  geoshape: line,
  rank: shuffled,
  feature: fromFile,
  audit: {
    'location-priority': [
      together,
      { wanted: 'priority', fits: oneOf('no-power low-power balanced high-accuracy') },
    ],
    'location-min-interval': [together, seconds],
    'location-max-age': [together, seconds, age],
    'track-changes': [flag],
    'track-changes-reasons': [{ wanted: 'reasons', fits: oneOf('on-form-edit') }],
    'identify-user': [flag],
  },
}

/** The parameters that ODK knows for a question, with their rules; null where it takes any. */
export function rulesOf(question: Question): Rules | null {
  const { type, cells } = question
  if (type !== 'select_one' && type !== 'select_multiple') return byType[type] ?? null
  const written = cells.type ? parseType(cells.type.text) : null
  return written?.kind === 'select' && written.source === 'file' ? fromFile : shuffled
}
