import { expect, test } from 'vitest'
import { formEntry, parseFormRecord } from '#worker/domain/results/form-record.ts'
import { resultTables, rowOf } from '#worker/domain/results/result-tables.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { formOf } from '#test/worker/domain/xlsform/form.ts'

const survey = [
  ['type', 'name', 'label'],
  ['begin group', 'a', 'A'],
  ['text', 'x', 'X'],
  ['end group', '', ''],
  ['text', 'a-x', 'X again'],
  ['note', 'n', 'N'],
  ['begin repeat', 'r', 'R'],
  ['begin group', 'in', 'In'],
  ['geotrace', 'way', 'Way'],
  ['text', 'y', 'Y'],
  ['end group', '', ''],
  ['end repeat', '', ''],
]

function record(form = formOf(survey)) {
  const { plan } = planProject({
    form,
    title: 'T',
    slug: 't',
    features: null,
    tasks: { count: 1, extent: [0, 0, 1, 1], area: '', repaired: 0, sourceCrs: 'EPSG:4326' },
    basemap: null,
    openStreetMap: false,
    openInEditMode: true,
  })
  const entry = plan.entries.find(({ scope, key }) => scope === formEntry.scope && key === formEntry.key)
  return parseFormRecord(String(entry?.value), 't.qgz')
}

test('headings are groups and question, unique, with groups counted from the repeat', () => {
  const found = record().layers.map(({ id }, index) => ({ id, file: `${index}`, columns: [], count: 0 }))
  const headings = resultTables(record(), found).map(({ name, columns, geometry, sources }) => [
    name,
    columns.map((column) => column.heading),
    geometry.map((column) => column.heading),
    sources.map(({ layer }) => layer),
  ])
  expect(headings).toEqual([
    ['survey', ['a-x', 'a-x_2', '_uuid'], ['geometry-Latitude', 'geometry-Longitude'], ['survey']],
    ['r', ['in-y', '_uuid', '_parent_uuid', '_index'], ['in-way'], ['r']],
  ])
})

test('repeats and choices come back under the names that the form gave them', () => {
  const form = formOf(
    [
      ['type', 'name', 'label'],
      ['select_multiple l', 'kinds', 'Kinds'],
      ['select_one l', 'Kind', 'Kind'],
      ['begin repeat', 'Old-rooms', 'Rooms'],
      ['text', 'y', 'Y'],
      ['end repeat', '', ''],
    ],
    {
      choices: [
        ['list_name', 'name', 'label'],
        ['l', 'a,b', 'Both'],
        ['l', 'a_b', 'Other'],
      ],
    },
  )
  const kept = record(form)
  expect(form.layers.map(({ table }) => table)).toEqual(['survey', 'Old_rooms'])
  const columns = ['kinds', 'Kind']
  const found = kept.layers.map(({ id }) => ({ id, file: '', columns, count: 0 }))
  const tables = resultTables(kept, found)
  expect(tables.map(({ name }) => name)).toEqual(['survey', 'Old-rooms'])
  const [first] = tables
  const [source] = first?.sources ?? []
  if (!first || !source) throw new Error('no survey')
  const row = rowOf(source, { values: ['{"a_b_2","a_b"}', 'a_b_2'], geometry: null })
  expect(first.columns.slice(0, 2).map((column) => column.value(row))).toEqual(['a,b a_b', 'a,b'])
})

test('a project of another kind of entry is none of ours', () => {
  expect(() => parseFormRecord('{"version":2}', 'x.qgz')).toThrow('results.noForm')
  expect(() => parseFormRecord('not JSON', 'x.qgz')).toThrow('results.noForm')
})
