import * as fc from 'fast-check'
import { formOf } from '#test/worker/domain/xlsform/form.ts'
import type { SampleRecord } from '#worker/api/preview.ts'

type Answer = string | number | null
/** A row of a layer with the rows of its own repeats. */
export interface Filled {
  answers: Record<string, Answer>
  repeats: Record<string, Filled[]>
}

/** Columns of each layer, as QGIS has them. */
export const layers = {
  survey: { s: 'string', n: 'integer', d: 'double', dt: 'date', one: 'string' },
  kids: { nm: 'string', q: 'integer', born: 'date', pick: 'string' },
  pets: { pet: 'string', age: 'integer' },
  toys: { toy: 'string', price: 'double' },
} as const
export type Layer = keyof typeof layers
export const parents = { kids: 'survey', pets: 'survey', toys: 'kids' } as const

const choices = [
  ['list_name', 'name', 'label'],
  ['abc', 'a', 'Apple'],
  ['abc', 'b', 'Bean'],
  ['abc', 'c', "Chef's choice"],
]

/** Two repeats side by side, one of them with a repeat of its own; all of it in groups or not. */
export function surveyForm(grouped: boolean) {
  const group = (name: string, rows: string[][]) =>
    grouped ? [['begin group', name, name], ...rows, ['end group', '', '']] : rows
  const toys = [
    ['begin repeat', 'toys', 'Toys'],
    ...group('toy_facts', [
      ['text', 'toy', 'Toy'],
      ['decimal', 'price', 'Price'],
    ]),
    ['end repeat', '', ''],
  ]
  const kids = [
    ['begin repeat', 'kids', 'Children'],
    ['text', 'nm', 'Name'],
    ...group('facts', [
      ['integer', 'q', 'Number'],
      ['date', 'born', 'Born'],
      ['select_one abc', 'pick', 'Pick'],
    ]),
    ...toys,
    ['end repeat', '', ''],
  ]
  const pets = [
    ['begin repeat', 'pets', 'Pets'],
    ['text', 'pet', 'Pet'],
    ['integer', 'age', 'Age'],
    ['end repeat', '', ''],
  ]
  const survey = [
    ['type', 'name', 'label'],
    ...group('house', [
      ['text', 's', 'S'],
      ['integer', 'n', 'N'],
      ['decimal', 'd', 'D'],
      ['date', 'dt', 'Day'],
      ['select_one abc', 'one', 'One'],
    ]),
    ...group('people', kids),
    ...pets,
  ]
  return formOf(survey, { choices })
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4, nil: null })
const text = maybe(fc.constantFrom('abc', 'a', 'b c', "it's", '12', 'Æøå'))
const whole = maybe(fc.integer({ min: -3, max: 9 }))
const decimal = maybe(fc.integer({ min: -1000, max: 1000 }).map((number) => number / 100))
const choice = maybe(fc.constantFrom('a', 'b', 'c'))
const day = maybe(
  fc.integer({ min: 0, max: 22_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10)),
)

function filled(
  answers: Record<string, fc.Arbitrary<Answer>>,
  repeats: Record<string, fc.Arbitrary<Filled>>,
): fc.Arbitrary<Filled> {
  const several = Object.entries(repeats).map(
    ([name, one]) => [name, fc.array(one, { maxLength: 4 })] as const,
  )
  return fc.record({ answers: fc.record(answers), repeats: fc.record(Object.fromEntries(several)) })
}

const toy = filled({ toy: text, price: decimal }, {})
const kid = filled({ nm: text, q: whole, born: day, pick: choice }, { toys: toy })
const pet = filled({ pet: text, age: whole }, {})

/** Two records of the survey: what belongs to the other one must not be seen. */
export const records: fc.Arbitrary<Filled[]> = fc.array(
  filled({ s: text, n: whole, d: decimal, dt: day, one: choice }, { kids: kid, pets: pet }),
  { minLength: 2, maxLength: 2 },
)

/** A row as the preview takes it: answers as text, under the names of all groups around them. */
export function sampleOf(row: Filled, keys: ReadonlyMap<string, string>): SampleRecord {
  const named = <T>([name, value]: [string, T]): [string, T] => [keys.get(name) ?? name, value]
  const given = Object.entries(row.answers).filter(
    (entry): entry is [string, string | number] => entry[1] !== null,
  )
  return {
    answers: Object.fromEntries(given.map(([name, value]) => named([name, String(value)]))),
    repeats: Object.fromEntries(
      Object.entries(row.repeats).map(([name, rows]) =>
        named([name, rows.map((one) => sampleOf(one, keys))]),
      ),
    ),
  }
}
