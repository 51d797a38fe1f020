import { expect, test } from 'vitest'
import { answersOf } from '#worker/domain/qgis/prefill.ts'
import { formOf, translated } from '#test/worker/domain/xlsform/form.ts'

const tag = (name: string) => `instance('features')/root/item[id=\${feature}]/${name}`

test('questions are answered by the attribute of their name, or by the one that they ask for', () => {
  const form = formOf([
    ['type', 'name', 'label', 'calculation', 'default', 'parameters'],
    ['select_one_from_file features.csv', 'feature', 'F'],
    ['select_one yes_no', 'open', 'Open?', '', tag('opening:hours')],
    ['calculate', 'id', '', tag('osm_id')],
    ['calculate', 'sum', '', '1 + 1'],
    ['integer', 'sum_shown', 'Sum', '1 + 1'],
    ['range', 'size', 'Size', '', '', 'start=0 end=5'],
    ['time', 'at', 'At'],
    ['select_multiple yes_no', 'many', 'Many'],
    ['image', 'photo', 'Photo'],
    ['start', 'start'],
    ['begin repeat', 'r', 'R'],
    ['text', 'inner', 'Inner'],
    ['end repeat'],
  ])
  const plain = { type: 'text', choices: null, multiple: false, bounds: null, asked: false }
  expect(answersOf(form)).toEqual([
    { ...plain, attribute: 'opening:hours', column: 'open', choices: ['yes', 'no'], asked: true },
    { ...plain, attribute: 'osm_id', column: 'id', asked: true },
    { ...plain, attribute: 'size', column: 'size', type: 'integer', bounds: [0, 5] },
    { ...plain, attribute: 'at', column: 'at', type: 'time' },
    { ...plain, attribute: 'many', column: 'many', choices: ['yes', 'no'], multiple: true },
  ])
  expect(translated(form, 'open')).toMatchObject({ default: null, readonly: null })
  expect(form.issues.filter((issue) => issue.code === 'default.fromFeature')).toMatchObject([
    { column: 'E', row: 3, params: { attribute: 'opening:hours' } },
    { column: 'D', row: 4, params: { attribute: 'osm_id' } },
  ])
})
