import { expect, test } from 'vitest'
import { formOf, said, translated } from '#test/worker/domain/xlsform/form.ts'

const choices = [
  ['list_name', 'name', 'label'],
  ['fruit', 'apple', 'Apple'],
  ['fruit', 'pear', 'Pear'],
  ['fruit', 'none', 'None'],
]

test('a loop asks its questions once for each choice, but for none', () => {
  const form = formOf(
    [
      ['type', 'name', 'label', 'relevant'],
      ['begin loop over fruit', 'fruits', 'Fruits', ''],
      ['integer', 'count', 'How many %(label)s?', ''],
      ['text', 'why', 'Why?', '${count} > 1'],
      ['end loop', '', '', ''],
      ['text', 'last', 'Last', ''],
    ],
    { choices },
  )
  const [survey] = form.layers
  expect(survey?.questions.map(({ column, label }) => [column, label])).toEqual([
    ['apple_count', 'How many Apple?'],
    ['apple_why', 'Why?'],
    ['pear_count', 'How many Pear?'],
    ['pear_why', 'Why?'],
    ['last', 'Last'],
  ])
  expect(survey?.root[0]).toMatchObject({
    name: 'fruits',
    children: [
      { name: 'apple', label: 'Apple' },
      { name: 'pear', label: 'Pear' },
    ],
  })
  const [why] = survey?.questions.filter(({ column }) => column === 'pear_why') ?? []
  expect(why && form.translated.nodes.get(why)?.visible).toContain('"pear_count"')
  expect(translated(form, 'why').visible).toContain('"apple_count"')
  expect(form.issues).toEqual([])
})

test('a loop inside a loop, and one with a repeat in it', () => {
  const form = formOf(
    [
      ['type', 'name', 'label'],
      ['begin loop over fruit', 'outer', 'Outer'],
      ['begin loop over yes_no', 'inner', 'Inner'],
      ['text', 'q', '%(name)s'],
      ['end loop'],
      ['begin repeat', 'tree', 'Trees of %(label)s'],
      ['text', 'sort', 'Sort'],
      ['end repeat'],
      ['end loop'],
    ],
    { choices: [...choices, ['yes_no', 'yes', 'Yes'], ['yes_no', 'no', 'No']] },
  )
  expect(form.layers[0]?.questions.map(({ column }) => column)).toEqual([
    'apple_yes_q',
    'apple_no_q',
    'pear_yes_q',
    'pear_no_q',
  ])
  expect(form.layers.slice(1).map(({ table, repeat }) => [table, repeat?.label])).toEqual([
    ['tree', 'Trees of Apple'],
    ['tree_2', 'Trees of Pear'],
  ])
})

test('a loop without its list, or over too many choices, asks once', () => {
  const survey = [
    ['type', 'name', 'label'],
    ['begin loop over gone', 'l', 'L'],
    ['text', 'q', 'Q'],
    ['end loop'],
  ]
  const form = formOf(survey)
  expect(form.layers[0]?.questions.map(({ column }) => column)).toEqual(['q'])
  expect(said(form.issues)).toEqual(['error list.missing survey!A2'])
  const many = Array.from({ length: 1001 }, (_, index) => ['gone', String(index), 'X'])
  const large = formOf(survey, { choices: [['list_name', 'name', 'label'], ...many] })
  expect(large.layers[0]?.questions.map(({ column }) => column)).toEqual(['q'])
  expect(said(large.issues)).toEqual(['error loop.tooLarge survey!A2'])
})
