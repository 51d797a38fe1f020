import { expect, test } from 'vitest'
import { formOf } from '#test/worker/domain/xlsform/form.ts'
import type { Rows } from '#test/worker/domain/xlsform/form.ts'
import { freshRecord } from '#worker/domain/xlsform/preview/fresh-record.ts'
import type { ComputedValue, PreviewItem, PreviewQuestion, SampleRecord } from '#worker/api/preview.ts'
import { prepareForm, type PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import { previewForm, type Preview } from '#worker/domain/xlsform/preview/preview.ts'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'

const outside: Outside = {
  now: '2026-05-04T10:20:30',
  random: () => 0.5,
  uuid: () => '01234567-89ab-4def-8123-456789abcdef',
  hash: () => null,
}

function prepared(survey: Rows, more: Record<string, Rows> = {}): PreparedForm {
  const form = prepareForm(formOf(survey, more))
  if (form === null) throw new Error('no survey')
  return form
}

function shown(
  form: PreparedForm,
  answers: Record<string, string>,
  repeats: SampleRecord['repeats'] = {},
): Preview {
  return previewForm(form, { answers, repeats }, outside)
}

function questions(items: PreviewItem[]): PreviewQuestion[] {
  return items.flatMap((item) => {
    if (item.kind === 'question') return [item]
    return item.kind === 'group'
      ? questions(item.items)
      : item.records.flatMap((record) => questions(record.items))
  })
}

function valuesOf(computed: ComputedValue[]): Record<string, string> {
  return Object.fromEntries(computed.map(({ key, value }) => [key, value]))
}

function asked(preview: Preview, name: string): PreviewQuestion {
  const found = preview.pages.flatMap((page) => questions(page.items)).find((one) => one.name === name)
  if (found === undefined) throw new Error(`no question ${name}`)
  return found
}

test('root groups are pages, and questions between them stand on pages of their own', () => {
  const form = prepared([
    ['type', 'name', 'label'],
    ['text', 'first', 'First'],
    ['begin group', 'a', 'Page A'],
    ['text', 'x', 'X'],
    ['begin group', 'inner', 'Inner'],
    ['text', 'y', 'Y'],
    ['end group', '', ''],
    ['end group', '', ''],
    ['note', 'last', 'Thanks'],
  ])
  const { pages } = shown(form, {})
  expect(pages.map(({ title, items }) => [title, questions(items).map(({ key }) => key)])).toEqual([
    ['form', ['first']],
    ['Page A', ['a/x', 'a/inner/y']],
    ['form (2)', ['last']],
  ])
})

test('relevance of groups and questions hides them, and what is hidden counts as empty', () => {
  const form = prepared([
    ['type', 'name', 'label', 'relevant', 'calculation'],
    ['select_one yes_no', 'any', 'Any?', '', ''],
    ['begin group', 'g', 'G', "${any} = 'yes'", ''],
    ['integer', 'n', 'How many', '', ''],
    ['end group', '', '', '', ''],
    ['calculate', 'twice', '', '', 'coalesce(${n}, 0) * 2'],
  ])
  const yes = shown(form, { any: 'yes', 'g/n': '4' })
  expect(asked(yes, 'n')).toMatchObject({ visible: true, value: '4' })
  expect(valuesOf(yes.computed)).toEqual({ twice: '8' })
  const no = shown(form, { any: 'no', 'g/n': '4' })
  expect(asked(no, 'n')).toMatchObject({ visible: false, value: '' })
  expect(no.pages.map(({ visible }) => visible)).toEqual([true, false, ...no.pages.slice(2).map(() => true)])
  expect(valuesOf(no.computed)).toEqual({ twice: '0' })
})

test('required and constraint say what is wrong, but only while the question is visible', () => {
  const form = prepared([
    ['type', 'name', 'label', 'required', 'required_message', 'constraint', 'constraint_message', 'relevant'],
    [
      'integer',
      'age',
      'Age',
      "${kind} != 'no'",
      'We need it',
      '. >= 0 and . < 120',
      'Not an age',
      "${kind} != ''",
    ],
    ['select_one yes_no', 'kind', 'Kind', 'yes', '', '', '', ''],
  ])
  const age = (answers: Record<string, string>) => {
    const { visible, required, valid, message } = asked(shown(form, answers), 'age')
    return { visible, required, valid, message }
  }
  expect(age({})).toMatchObject({ visible: false, valid: true, message: '' })
  expect(age({ kind: 'yes' })).toEqual({ visible: true, required: true, valid: false, message: 'We need it' })
  expect(age({ kind: 'no' })).toEqual({ visible: true, required: false, valid: true, message: '' })
  expect(age({ kind: 'no', age: '130' })).toMatchObject({ valid: false, message: 'Not an age' })
  expect(age({ kind: 'yes', age: '30' })).toMatchObject({ valid: true, message: '' })
  expect(asked(shown(form, {}), 'kind')).toMatchObject({ valid: false, message: '' })
})

test('choices are filtered by the columns of their sheet', () => {
  const form = prepared(
    [
      ['type', 'name', 'label', 'choice_filter'],
      ['select_one regions', 'region', 'Region', ''],
      ['select_multiple towns', 'town', 'Town', 'region = ${region}'],
    ],
    {
      choices: [
        ['list_name', 'name', 'label', 'region'],
        ['regions', 'n', 'North', ''],
        ['regions', 's', 'South', ''],
        ['towns', 'a', 'Alta', 'n'],
        ['towns', 'b', 'Bari', 's'],
        ['towns', 'c', 'Catania', 's'],
      ],
    },
  )
  const names = (answers: Record<string, string>) =>
    asked(shown(form, answers), 'town').choices?.map(({ name }) => name)
  expect(names({})).toEqual([])
  expect(names({ region: 'n' })).toEqual(['a'])
  expect(names({ region: 's' })).toEqual(['b', 'c'])
})

test('labels show answers, and of selects the labels of their choices', () => {
  const form = prepared([
    ['type', 'name', 'label', 'hint'],
    ['text', 'who', 'Who', ''],
    ['select_one yes_no', 'sure', 'Sure?', ''],
    ['note', 'sum', '**Hello** ${who}, you said ${sure}', 'For <output value="/data/who"/>'],
  ])
  expect(asked(shown(form, { who: 'A & B', sure: 'yes' }), 'sum')).toMatchObject({
    label: 'Hello A & B, you said Yes',
    hint: 'For A & B',
  })
})

test('calculations are computed in the order of their dependence, rings and long chains too', () => {
  const form = prepared([
    ['type', 'name', 'label', 'calculation'],
    ['calculate', 'c', '', '${b} + 1'],
    ['calculate', 'b', '', '${a} + 1'],
    ['integer', 'a', 'A', ''],
    ['calculate', 'egg', '', 'concat(${hen}, 1)'],
    ['calculate', 'hen', '', 'concat(${egg}, 2)'],
  ])
  expect(valuesOf(shown(form, { a: '5' }).computed)).toMatchObject({ b: '6', c: '7' })
  const chain = Array.from({ length: 3000 }, (_, at) => [
    'calculate',
    `v${3000 - at}`,
    '',
    at === 2999 ? '1' : `\${v${2999 - at}} + 1`,
  ])
  const long = prepared([['type', 'name', 'label', 'calculation'], ['text', 't', 'T', ''], ...chain])
  expect(valuesOf(shown(long, {}).computed)['v3000']).toBe('3000')
})

test('repeats: their questions see the form around them, and the form sums them up', () => {
  const form = prepared([
    ['type', 'name', 'label', 'calculation', 'relevant'],
    ['integer', 'price', 'Price', '', ''],
    ['begin repeat', 'kids', 'Kids', '', ''],
    ['text', 'nm', 'Name', '', ''],
    ['integer', 'q', 'How many', '', "${nm} != ''"],
    ['calculate', 'cost', '', '${q} * ${price}', ''],
    ['calculate', 'place', '', 'position(..)', ''],
    ['end repeat', '', '', '', ''],
    ['calculate', 'total', '', 'sum(${cost})', ''],
    ['calculate', 'names', '', "join(', ', ${kids}[q > 1]/nm)", ''],
    ['calculate', 'second', '', 'indexed-repeat(${nm}, ${kids}, 2)', ''],
  ])
  const kid = (nm: string, q: string): SampleRecord => ({
    answers: { 'kids/nm': nm, 'kids/q': q },
    repeats: {},
  })
  const preview = shown(form, { price: '10' }, { kids: [kid('Ann', '1'), kid('Bob', '3'), kid('', '9')] })
  expect(valuesOf(preview.computed)).toEqual({ total: '40', names: 'Bob', second: 'Bob' })
  const [repeat] = preview.pages.flatMap(({ items }) => items).filter((item) => item.kind === 'repeat')
  expect(repeat?.records.map(({ computed }) => valuesOf(computed))).toEqual([
    { 'kids/cost': '10', 'kids/place': '1' },
    { 'kids/cost': '30', 'kids/place': '2' },
    { 'kids/cost': '', 'kids/place': '3' },
  ])
  expect(repeat?.records.map(({ items }) => questions(items).map(({ visible }) => visible))).toEqual([
    [true, true],
    [true, true],
    [true, false],
  ])
})

test('a fresh record holds the defaults, which can read one another', () => {
  const form = prepared([
    ['type', 'name', 'label', 'default'],
    ['date', 'day', 'Day', 'today()'],
    ['integer', 'n', 'N', '3'],
    ['integer', 'm', 'M', '${n} + 1'],
    ['select_multiple yes_no', 'both', 'Both', 'yes no'],
    ['text', 'free', 'Free', ''],
  ])
  expect(freshRecord(form, outside, form.survey).answers).toEqual({
    day: '2026-05-04',
    n: '3',
    m: '4',
    both: 'yes no',
  })
})

test('an expression that cannot be evaluated is a problem of its question, which stays', () => {
  const form = prepared([
    ['type', 'name', 'label', 'relevant', 'constraint'],
    ['text', 'x', 'X', 'unheard(1)', '. ='],
  ])
  const { visible, valid, problems } = asked(shown(form, { x: 'a' }), 'x')
  expect({ visible, valid }).toEqual({ visible: true, valid: true })
  expect(problems.map(({ code }) => code)).toEqual(['xpath.unknownFunction', 'xpath.syntax'])
})

test('choices have the form’s own names, whatever the project has to call them', () => {
  const form = prepared(
    [
      ['type', 'name', 'label', 'relevant'],
      ['select_multiple walls', 'm', 'M', ''],
      ['text', 'why', 'Why', "selected(${m}, 'clay,lime')"],
    ],
    {
      choices: [
        ['list_name', 'name', 'label'],
        ['walls', 'clay,lime', 'Clay and lime'],
      ],
    },
  )
  const preview = shown(form, { m: 'clay,lime' })
  expect(asked(preview, 'm').choices).toEqual([{ name: 'clay,lime', label: 'Clay and lime' }])
  expect(asked(preview, 'why').visible).toBe(true)
})
