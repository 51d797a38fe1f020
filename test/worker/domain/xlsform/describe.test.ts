import { expect, test } from 'vitest'
import { describeForm } from '#worker/domain/xlsform/describe.ts'
import { formOf } from '#test/worker/domain/xlsform/form.ts'

test('every question of every table with its column, widget and expressions', () => {
  const form = formOf([
    ['type', 'name', 'label', 'relevant', 'constraint', 'default'],
    ['note', 'hello', 'Hello', '', '', ''],
    ['integer', 'Age', 'Age', '', '. > 3', '4'],
    ['text', 'age', 'Age again', '${Age} > 5', '', ''],
    ['begin repeat', 'kids', 'Kids', '', '', ''],
    ['select_one yes_no', 'happy', 'Happy?', '', '', ''],
    ['end repeat', '', '', '', '', ''],
  ])
  const { fields, relations, lists } = describeForm(form)
  expect(fields).toMatchObject([
    { name: 'hello', column: null, widget: null, row: 2 },
    {
      name: 'Age',
      column: 'Age',
      widget: 'Range',
      default: '4',
      constraint: expect.stringContaining('"Age"'),
    },
    { name: 'age', column: 'age_2', widget: 'TextEdit', relevant: expect.stringContaining('"Age"') },
    { name: 'happy', column: 'happy', table: 'kids', widget: 'ValueMap', list: 'yes_no', groups: ['kids'] },
  ])
  expect(relations).toEqual([{ name: 'kids', label: 'Kids', parent: 'survey', child: 'kids' }])
  expect(lists).toEqual([
    {
      name: 'yes_no',
      source: 'choices',
      choices: [
        { name: 'yes', label: 'Yes' },
        { name: 'no', label: 'No' },
      ],
    },
  ])
})
