import { expect, test } from 'vitest'
import { entry, fieldOf, planOf, print, seeds, tasks, vector } from '#test/worker/domain/qgis/planned.ts'

const survey = [
  ['type', 'name', 'label'],
  ['select_multiple yes_no', 'a', 'A'],
  ['integer', 'age', 'Age'],
]

test('order, files and sync actions', () => {
  const { plan } = planOf(survey, {}, { basemap: { file: 'basemap.mbtiles' } })
  expect(plan.layers.map((layer) => layer.name)).toEqual([
    'survey',
    'tasks',
    'list_yes_no',
    'basemap',
    'OpenStreetMap',
  ])
  expect(vector(plan, 'survey')).toMatchObject({
    file: 't_data.gpkg',
    cloudAction: 'offline',
    geometry: 'Point',
    existing: false,
  })
  expect(vector(plan, 'tasks')).toMatchObject({
    file: 'tasks.gpkg',
    cloudAction: 'no_action',
    identifiable: false,
  })
  expect(vector(plan, 'list_yes_no')).toMatchObject({
    file: 't_lists.gpkg',
    cableAction: 'copy',
    private: true,
  })
  expect(vector(plan, 'list_yes_no').rows).toEqual([
    ['yes', 'Yes', '1'],
    ['no', 'No', '2'],
  ])
  expect(entry(plan, 'initialMapMode')).toBe('digitize')
  expect(entry(planOf(survey, {}, { openInEditMode: false }).plan, 'initialMapMode')).toBe('browse')
})

test('with seed features: one survey layer a table, their attributes beside the form, no edit mode', () => {
  const { plan, issues } = planOf(survey, {}, { features: seeds })
  expect(plan.layers.slice(0, 3).map((layer) => layer.name)).toEqual(['survey', 'survey_point', 'tasks'])
  expect(vector(plan, 'survey')).toMatchObject({ geometry: 'MultiPolygon', existing: true })
  expect(vector(plan, 'survey_point').fields.map((field) => field.name)).toEqual([
    'uuid',
    'a',
    'age',
    'building',
    'seed_age',
  ])
  expect(fieldOf(plan, 'seed_age')).toMatchObject({ alias: 'age', readOnly: true })
  expect(print(vector(plan, 'survey').form)).toBe('tab:T{a age} tab:Attributes{building seed_age}')
  expect(entry(plan, 'initialMapMode')).toBe('browse')
  expect(issues.map((issue) => issue.code)).toEqual(['features.mixed', 'features.renamed'])
})

test('what the pass changed in the data is told with its number, and only then', () => {
  const one = { ...seeds, tables: seeds.tables.slice(0, 1), fields: [] }
  const changed = { repaired: 1, unrepaired: 2, withoutGeometry: 3, flattened: 4, split: 5 }
  expect(planOf(survey, {}, { features: one }).issues).toEqual([])
  const { issues } = planOf(
    survey,
    {},
    { features: { ...one, ...changed }, tasks: { ...tasks, repaired: 6 } },
  )
  expect(issues.map(({ code, level, params }) => [code, level, params['count']])).toEqual([
    ['features.repaired', 'info', 1],
    ['features.unrepaired', 'warning', 2],
    ['features.withoutGeometry', 'warning', 3],
    ['features.flattened', 'info', 4],
    ['features.split', 'info', 5],
    ['tasks.repaired', 'info', 6],
  ])
})

test('answers that features bring along, those that are not valid, and attributes that are not there', () => {
  const tag = (name: string) => `instance('features')/root/item[id=\${feature}]/${name}`
  const rows = [
    ['type', 'name', 'label', 'default'],
    ['geopoint', 'feature', 'F', ''],
    ['select_one yes_no', 'a', 'A', ''],
    ['text', 'b', 'B', tag('shop')],
  ]
  const answers = [{ attribute: 'a', column: 'a', taken: 2, refused: 1, example: 'maybe' }]
  const { issues } = planOf(rows, {}, { features: { ...seeds, fields: [], answers } })
  expect(issues.filter(({ code }) => /nswer|Attribute/.test(code))).toMatchObject([
    { code: 'features.answers', question: 'a', row: 3, params: { count: 2 } },
    { code: 'features.answersRefused', question: 'a', params: { count: 1, example: 'maybe' } },
    { code: 'features.noAttribute', params: { attributes: 'shop', count: 1 } },
  ])
})

test('a repeat with a count shows how many entries there are and should be', () => {
  const { plan } = planOf([
    ['type', 'name', 'label', 'repeat_count'],
    ['integer', 'n', 'N', ''],
    ['begin repeat', 'kids', 'Kids', '${n}'],
    ['text', 'q', 'Q', ''],
    ['end repeat', '', '', ''],
  ])
  const html = vector(plan, 'survey').form.flatMap((one) => (one.kind === 'text' ? [one.html] : []))
  expect(html).toEqual([
    `<b>[% coalesce(relation_aggregate('rel_kids','count',"uuid"),0) %] / [% coalesce(to_string("n"),'?') %]</b>`,
  ])
})

test('repeats: child tables with their relation, again for each survey layer', () => {
  const rows = [
    ['type', 'name', 'label', 'calculation'],
    ['begin repeat', 'kids', 'Kids', ''],
    ['integer', 'q', 'Q', ''],
    ['end repeat', '', '', ''],
    ['calculate', 'all', '', 'sum(${q})'],
  ]
  const { plan } = planOf(rows, {}, { features: seeds })
  expect(plan.relations).toMatchObject([
    {
      id: 'rel_kids',
      parentLayer: vector(plan, 'survey').id,
      childLayer: vector(plan, 'kids').id,
      childField: 'uuid_parent',
    },
    {
      id: 'rel_kids_point',
      parentLayer: vector(plan, 'survey_point').id,
      childLayer: vector(plan, 'kids_point').id,
    },
  ])
  expect(vector(plan, 'kids')).toMatchObject({ role: 'child', geometry: 'None', private: true })
  expect(vector(plan, 'kids').fields.map((field) => field.name)).toEqual(['uuid', 'uuid_parent', 'idx', 'q'])
  expect(fieldOf(plan, 'all', 'survey_point').default?.expression).toContain("'rel_kids_point'")
  expect(print(vector(plan, 'survey').form)).toContain('rel:rel_kids ')
})
