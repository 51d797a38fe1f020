import { expect, test } from 'vitest'
import { parseSearch } from '#worker/domain/xlsform/search.ts'
import { formOf, question, said, translated } from '#test/worker/domain/xlsform/form.ts'

const read = (text: string) => parseSearch({ text, sheet: 'survey', row: 2, column: 'D' })

test.for([
  ["search('towns')", { file: 'towns.csv', filter: null }],
  ['minimal search("towns.csv")', { file: 'towns.csv', filter: null }],
  ["search('t','matches','region',${r})", { file: 't.csv', filter: 'region = ${r}' }],
  [
    "search('t', 'contains', 'n', concat(${a}, ','))",
    { file: 't.csv', filter: "contains(n, concat(${a}, ','))" },
  ],
  [
    "search(’t’, ’startswith’, ’n’, ${a}, ’kind’, 'x')",
    { file: 't.csv', filter: "starts-with(n, ${a}) and kind = 'x'" },
  ],
  ["search('t','endswith','n','y')", { file: 't.csv', filter: "ends-with(n, 'y')" }],
  ["search('t','nearly','n','y')", null],
  ['search()', null],
  ['search(${t})', null],
  ['autocomplete', null],
] as const)('%s', ([text, expected]) => {
  expect(read(text)).toEqual(expected)
})

const survey = [
  ['type', 'name', 'label', 'appearance'],
  ['text', 'r', 'Region', ''],
  ['select_one towns', 'town', 'Town', "search('places', 'matches', 'region', ${r})"],
]
const choices = [
  ['list_name', 'name', 'label'],
  ['towns', 'key', 'title'],
]

test('a search shows the file’s rows by the columns that the list names', () => {
  const places = [
    ['key', 'title', 'region'],
    ['k1', 'Kota', 'n'],
    ['k2', 'Lima', 's'],
  ]
  const form = formOf(survey, { choices, places })
  const { list } = question(form, 'town')
  expect(list?.choices.map(({ name, label }) => [name, label])).toEqual([
    ['k1', 'Kota'],
    ['k2', 'Lima'],
  ])
  expect(translated(form, 'town').choiceFilter).toContain('"region"')
  expect(form.issues).toEqual([])
})

test('without its file the question shows the list of its type, unfiltered', () => {
  const form = formOf(survey, { choices })
  expect(question(form, 'town').list?.source).toBe('choices')
  expect(translated(form, 'town').choiceFilter).toBeNull()
  expect(said(form.issues)).toEqual([
    'error list.fileMissing survey!A3',
    'warning appearance.search survey!D3',
  ])
})
