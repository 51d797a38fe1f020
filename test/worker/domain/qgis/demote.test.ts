import { expect, test } from 'vitest'
import { demote, expressionsOf } from '#worker/domain/qgis/demote.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { tasks } from '#test/worker/domain/qgis/planned.ts'
import { formOf } from '#test/worker/domain/xlsform/form.ts'

const form = formOf([
  ['type', 'name', 'label', 'relevant', 'constraint', 'choice_filter', 'calculation', 'hint'],
  ['text', 'a', 'A', '', ". != 'x'", '', '', ''],
  ['select_one yes_no', 'b', 'B ${a}', "${a} = 'y'", '', 'name = ${a}', '', 'Hint ${a} and ${a}'],
  ['calculate', 'c', '', '', '', '', '${a}', ''],
])
const { plan } = planProject({
  form,
  title: 'T',
  slug: 't',
  features: null,
  tasks,
  basemap: null,
  openStreetMap: false,
  openInEditMode: true,
})

test('every expression has its own id and the columns it may read', () => {
  const items = expressionsOf(plan)
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
  expect(items.map((item) => item.id)).toEqual([
    'survey/default/uuid',
    'survey/constraint/a',
    'survey/filter/b',
    'survey/default/b',
    'survey/alias/b',
    'survey/default/c',
    'survey/visible/b@0.1',
    'survey/text/hint_b@0.1.1#1',
    'survey/text/hint_b@0.1.1#2',
    'survey/display/survey',
    'tasks/display/tasks',
    'tasks/label/tasks',
    'list_yes_no/display/list_yes_no',
  ])
  expect(items.find((item) => item.id === 'survey/filter/b')?.fields.map((field) => field.name)).toEqual([
    'name',
    'label',
    'sort_id',
  ])
})

test('nothing refused changes nothing', () => {
  expect(demote(plan, [], form)).toEqual({ plan, issues: [] })
})

test('what QGIS refuses is taken out and said at the cell it came from', () => {
  const ids = ['survey/constraint/a', 'survey/filter/b', 'survey/visible/b@0.1', 'survey/text/hint_b@0.1.1#2']
  const result = demote(
    plan,
    ids.map((id) => ({ id, message: 'no' })),
    form,
  )
  expect(expressionsOf(result.plan).map((item) => item.id)).not.toEqual(
    expect.arrayContaining(ids.slice(0, 3)),
  )
  expect(expressionsOf(result.plan)).toHaveLength(expressionsOf(plan).length - 4)
  expect(result.issues.map(({ code, row, column, question }) => [code, row, column, question])).toEqual([
    ['qgis.refused', 2, 'E', 'a'],
    ['qgis.refused', 3, 'F', 'b'],
    ['qgis.refused', 3, 'D', 'b'],
    ['qgis.refused', 3, 'C', 'b'],
  ])
  expect(demote(result.plan, [], form).issues).toEqual([])
})
