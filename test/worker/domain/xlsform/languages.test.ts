import { describe, expect, test } from 'vitest'
import { parseLanguage } from '#worker/domain/xlsform/languages.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'
import { formOf, question } from '#test/worker/domain/xlsform/form.ts'

describe('codes', () => {
  test.each([
    ['English (en)', 'en'],
    ['english(en)', 'en'],
    ['fr', 'fr'],
    ['FR', 'FR'],
    ['pt_BR', 'pt_BR'],
    ['French', 'fr'],
    ['FRANÇAIS', 'fr'],
    ['العربية', 'ar'],
    ['नेपाली', 'ne'],
    ['Village talk', null],
    ['', null],
  ])('%s', (name, code) => {
    expect(parseLanguage(name)).toEqual({ name, code })
  })
})

const survey = [
  ['type', 'name', 'label', 'label::fr', 'label::ar', 'hint::fr'],
  ['select_one colour', 'a', 'A', 'Â', '', 'Indice'],
  ['text', 'b', '', '', 'ب', ''],
  ['text', 'c', '', '', '', ''],
]
const choices = [
  ['list_name', 'name', 'label', 'label::fr', 'label::ar'],
  ['colour', 'red', 'Red', '', 'أحمر'],
]

test('a cell takes the shown language, then the column without one, then any; others where they differ', () => {
  const form = formOf(survey, { choices }, 'fr')
  expect([question(form, 'a'), question(form, 'b'), question(form, 'c')].map(({ label }) => label)).toEqual([
    'Â',
    'ب',
    '',
  ])
  expect(question(form, 'a').cells.label?.others).toEqual(new Map([['ar', 'A']]))
  expect(question(form, 'b').cells.label?.others).toBeUndefined()
  expect(question(form, 'a').list?.choices).toMatchObject([
    { label: 'Red', others: new Map([['ar', 'أحمر']]) },
  ])
})

test('the summary counts what each language lacks while another has it, choices included', () => {
  expect(summariseForm(formOf(survey, { choices })).languages).toEqual([
    { name: 'default', code: null, missing: 2 },
    { name: 'fr', code: 'fr', missing: 2 },
    { name: 'ar', code: 'ar', missing: 2 },
  ])
})

test('a form in one language lacks nothing', () => {
  const form = formOf([
    ['type', 'name', 'label::en'],
    ['text', 'a', ''],
    ['text', 'b', 'B'],
  ])
  expect(summariseForm(form).languages).toEqual([{ name: 'en', code: 'en', missing: 0 }])
})

test('the first column’s language is shown where nothing else decides', () => {
  const form = formOf([
    ['type', 'name', 'label::en', 'label::ar', 'hint::en'],
    ['text', 'a', 'A', 'ا', 'H'],
  ])
  expect([form.language, question(form, 'a').label]).toEqual(['en', 'A'])
})
