import { beforeAll, expect, test } from 'vitest'
import type { Delta, DeltaMethod, DeltaSide } from '#worker/api/deltas.ts'
import { apply, copyOf, delta, rowsOf, verdicts } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { namesIn, scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const wells = 'wells_11111111111'

let project: string
beforeAll(async () => {
  ;({ project } = await makeProject({
    out: path('base'),
    file: 'site.qgz',
    layers: [
      {
        name: 'wells',
        kind: 'gpkg',
        id: wells,
        fields: [
          { name: 'name' },
          { name: 'depth', type: 'integer' },
          { name: 'height', type: 'decimal' },
          { name: 'at', type: 'datetime' },
        ],
        features: [
          {
            wkt: 'Point (1 1)',
            values: { name: 'north', depth: 12, height: 1.5, at: '2026-01-02T03:04:05' },
          },
          { wkt: 'Point (2 2)', values: { name: 'south' } },
          { wkt: 'Point (3 3)', values: { name: 'east', depth: 7 } },
        ],
      },
    ],
  }))
})

const north = { fid: 1, name: 'north', depth: 12, height: 1.5, at: '2026/01/02 03:04:05', wkt: 'POINT (1 1)' }
const south = { fid: 2, name: 'south', depth: null, height: null, at: null, wkt: 'POINT (2 2)' }
const east = { fid: 3, name: 'east', depth: 7, height: null, at: null, wkt: 'POINT (3 3)' }
const empty = { name: null, depth: null, height: null, at: null }

const change = (
  method: DeltaMethod,
  pk: string,
  sides: { old?: DeltaSide; new?: DeltaSide } = {},
  more: Partial<Delta> = {},
): Delta => delta(wells, method, pk, sides, more)
const patch = (pk: string, old: DeltaSide['attributes'], now: DeltaSide['attributes']): Delta =>
  change('patch', pk, { old: { attributes: old }, new: { attributes: now } })

interface Case {
  deltas: Delta[]
  /** As `verdicts` has them. */
  expected: string[]
  /** What the layer holds afterwards. */
  rows: Record<string, unknown>[]
  overwriteConflicts?: boolean
  messages?: string[]
  keys?: (string | null)[]
  broken?: string
}

const conflictOf = (name: string, current: string, expected: string): string =>
  `There are conflicts with the already existing feature! ${JSON.stringify([
    `The attribute "${name}" that has a conflict:\n-${current}\n+${expected}`,
  ])}`

const cases: Record<string, Case> = {
  'patch of an attribute': {
    deltas: [patch('1', { depth: 12 }, { depth: 14 })],
    expected: ['applied'],
    rows: [{ ...north, depth: 14 }, south, east],
    messages: ['Successfully applied delta!'],
    keys: ['1'],
  },
  'patch of a key that is not there': {
    deltas: [patch('99', { depth: 12 }, { depth: 14 })],
    expected: ['not_applied'],
    rows: [north, south, east],
    messages: ['Unable to find feature'],
    keys: [null],
  },
  'delete of a key that is not there': {
    deltas: [change('delete', '99', { old: { attributes: {} } })],
    expected: ['not_applied'],
    rows: [north, south, east],
    messages: ['Unable to find feature'],
  },
  'a key that is no number': {
    deltas: [patch('x', {}, {}), patch('1.0', { depth: 12 }, { depth: 14 })],
    expected: ['not_applied', 'applied'],
    rows: [{ ...north, depth: 14 }, south, east],
  },
  'unknown attribute in a patch': {
    deltas: [patch('1', { colour: 'red' }, { colour: 'blue' })],
    expected: ['not_applied unknownAttribute(colour)'],
    rows: [north, south, east],
    messages: ['Unable to change attribute "colour"'],
  },
  'unknown attribute among the old ones': {
    deltas: [patch('1', { colour: 'red', depth: 12 }, { depth: 14 })],
    expected: ['applied unknownAttribute(colour)'],
    rows: [{ ...north, depth: 14 }, south, east],
  },
  'unknown attribute in a create': {
    deltas: [
      change('create', '9', { new: { geometry: 'Point (4 4)', attributes: { colour: 'red', depth: 1 } } }),
    ],
    expected: ['applied unknownAttribute(colour)'],
    rows: [north, south, east, { ...empty, fid: 4, depth: 1, wkt: 'POINT (4 4)' }],
    keys: ['4'],
  },
  'attribute missing in `old.attributes`': {
    deltas: [patch('2', { name: 'south' }, { name: 'S' }), patch('1', { name: 'north' }, { depth: 14 })],
    expected: ['applied', 'error'],
    rows: [{ ...north }, { ...south, name: 'S' }, east],
    broken: "The delta does not say 'depth', without which QFieldCloud ends the job.",
  },
  'null for an attribute missing in `old.attributes`': {
    deltas: [patch('1', {}, { depth: null })],
    expected: ['applied noOldAttributes missingOldAttribute(depth)'],
    rows: [north, south, east],
  },
  'patch without `old`': {
    deltas: [change('patch', '1', { new: { attributes: { depth: 1 } } }), patch('2', {}, {})],
    expected: ['error'],
    rows: [north, south, east],
    broken: "The delta does not say 'old', without which QFieldCloud ends the job.",
  },
  'delete without `old`': {
    deltas: [change('delete', '1')],
    expected: ['error'],
    rows: [north, south, east],
    broken: "The delta does not say 'old', without which QFieldCloud ends the job.",
  },
  'create without `new`': {
    deltas: [change('create', '1')],
    expected: ['error'],
    rows: [north, south, east],
    broken: "The delta does not say 'new', without which QFieldCloud ends the job.",
  },
  'create with a key that exists': {
    deltas: [change('create', '1', { new: { geometry: 'Point (4 4)', attributes: { fid: 1, depth: 1 } } })],
    expected: ['applied renumberedKey'],
    rows: [north, south, east, { ...empty, fid: 4, depth: 1, wkt: 'POINT (4 4)' }],
    keys: ['4'],
  },
  'create with a key of its own': {
    deltas: [change('create', '40', { new: { geometry: 'Point (4 4)', attributes: { fid: 40, depth: 1 } } })],
    expected: ['applied'],
    rows: [north, south, east, { ...empty, fid: 40, depth: 1, wkt: 'POINT (4 4)' }],
    keys: ['40'],
  },
  'create without geometry': {
    deltas: [change('create', '9', { new: { attributes: { depth: 1 } } })],
    expected: ['applied missingGeometry'],
    rows: [north, south, east, { ...empty, fid: 4, depth: 1, wkt: null }],
  },
  'geometry set to null': {
    deltas: [change('patch', '1', { old: { geometry: 'Point (1 1)' }, new: { geometry: null } })],
    expected: ['applied noOldAttributes'],
    rows: [{ ...north, wkt: null }, south, east],
  },
  'geometry set to nothing': {
    deltas: [change('patch', '1', { old: { geometry: 'Point (1 1)' }, new: { geometry: '' } })],
    expected: ['applied noOldAttributes'],
    rows: [{ ...north, wkt: null }, south, east],
  },
  'bad WKT': {
    deltas: [
      change('create', '9', { new: { geometry: 'Point (4', attributes: {} } }),
      change('patch', '1', { old: {}, new: { geometry: 'rubbish' } }),
    ],
    expected: ['not_applied', 'not_applied noOldAttributes'],
    rows: [north, south, east],
    messages: ["Null geometry from wkt='Point (4'", "Null geometry from wkt='rubbish'"],
  },
  'polygon into a point layer': {
    deltas: [change('patch', '1', { old: {}, new: { geometry: 'Polygon ((0 0,1 0,1 1,0 0))' } })],
    expected: ['applied noOldAttributes geometryTypeMismatch'],
    rows: [{ ...north, wkt: 'POLYGON ((0 0,1 0,1 1,0 0))' }, south, east],
  },
  'text into an integer field': {
    deltas: [patch('1', { depth: 12 }, { depth: 'deep' }), patch('3', { depth: 7 }, { depth: '14' })],
    expected: ['applied typeMismatch(depth)', 'applied typeMismatch(depth)'],
    rows: [{ ...north, depth: 0 }, south, { ...east, depth: 14 }],
  },
  'change of the key': {
    deltas: [patch('1', { fid: 1, depth: 12 }, { fid: 77, depth: 13 })],
    expected: ['not_applied'],
    rows: [north, south, east],
  },
  'good, bad, good': {
    deltas: [
      patch('1', { depth: 12 }, { depth: 14 }),
      patch('2', { depth: 5 }, { depth: 6 }),
      change('delete', '3', { old: { attributes: { name: 'east' } } }),
    ],
    expected: ['applied', 'conflict', 'applied'],
    rows: [{ ...north, depth: 14 }, south],
    messages: [
      'Successfully applied delta!',
      conflictOf('depth', 'NULL', '5'),
      'Successfully applied delta!',
    ],
    keys: ['1', null, '3'],
  },
  'delete with a stale `old`': {
    deltas: [change('delete', '1', { old: { attributes: { depth: 11 } } })],
    expected: ['conflict'],
    rows: [north, south, east],
    messages: [conflictOf('depth', '12', '11')],
  },
  'delete with a stale `old`, overwriting': {
    deltas: [change('delete', '1', { old: { attributes: { depth: 11 } } })],
    expected: ['applied overwritten(depth)'],
    rows: [south, east],
    overwriteConflicts: true,
  },
  'patch of what another has changed, overwriting': {
    deltas: [patch('1', { depth: 11, name: 'north' }, { depth: 10 })],
    expected: ['applied overwritten(depth)'],
    rows: [{ ...north, depth: 10 }, south, east],
    overwriteConflicts: true,
  },
  'delete of a feature that moved': {
    deltas: [change('delete', '1', { old: { geometry: 'Point (1 1.5)', attributes: { depth: 12 } } })],
    expected: ['applied staleGeometry'],
    rows: [south, east],
  },
  '1.0 against 1': {
    deltas: [patch('1', { depth: 12.0, height: 1.5 }, { depth: 13 })],
    expected: ['applied'],
    rows: [{ ...north, depth: 13 }, south, east],
  },
  '"1" against 1': {
    deltas: [patch('1', { depth: '12' }, { depth: 13 })],
    expected: ['conflict'],
    rows: [north, south, east],
  },
  'old null against a value': {
    deltas: [patch('1', { depth: null }, { depth: 13 })],
    expected: ['conflict'],
    rows: [north, south, east],
    messages: [conflictOf('depth', '12', 'None')],
  },
  'old null against null': {
    deltas: [patch('2', { depth: null, at: null }, { depth: 13 })],
    expected: ['applied'],
    rows: [north, { ...south, depth: 13 }, east],
  },
  'old and new are the same': {
    deltas: [patch('1', { depth: 12 }, { depth: 12 })],
    expected: ['applied'],
    rows: [north, south, east],
  },
  'a moment with Z, without, and with parts of a second': {
    deltas: [
      patch('1', { at: '2026-01-02T03:04:05Z', depth: 12 }, { depth: 13 }),
      patch('1', { at: '2026-01-02T03:04:05', depth: 13 }, { depth: 14 }),
      patch('1', { at: '2026-01-02T03:04:05.000Z', depth: 14 }, { depth: 15 }),
      patch('1', { at: '2026-01-02T03:04:06', depth: 15 }, { depth: 16 }),
    ],
    expected: ['applied', 'applied', 'applied', 'conflict'],
    rows: [{ ...north, depth: 15 }, south, east],
  },
  'a number where a moment is': {
    deltas: [patch('1', { at: 5 }, { depth: 13 })],
    expected: ['error'],
    rows: [north, south, east],
    broken: 'TypeError',
  },
  'create, then patch and delete of the new feature in one job': {
    deltas: [
      change('create', '-7', { new: { geometry: 'Point (4 4)', attributes: { depth: 1 } } }),
      change('patch', '-7', { old: { attributes: { depth: 1 } }, new: { attributes: { depth: 2 } } }),
      change('delete', '-7', { old: { attributes: { depth: 1 } } }),
    ],
    expected: ['applied', 'not_applied createdInSameJob', 'not_applied createdInSameJob'],
    rows: [north, south, east, { ...empty, fid: 4, depth: 1, wkt: 'POINT (4 4)' }],
    messages: ['Successfully applied delta!', 'Unable to find feature', 'Unable to find feature'],
  },
  'the same create and the same delete twice': {
    deltas: [
      change('create', '9', { new: { geometry: 'Point (4 4)', attributes: { depth: 1 } } }),
      change('create', '9', { new: { geometry: 'Point (4 4)', attributes: { depth: 1 } } }),
      change('delete', '1', { old: { attributes: { depth: 12 } } }),
      change('delete', '1', { old: { attributes: { depth: 12 } } }),
    ],
    expected: ['applied', 'applied', 'applied', 'not_applied'],
    rows: [
      south,
      east,
      { ...empty, fid: 4, depth: 1, wkt: 'POINT (4 4)' },
      { ...empty, fid: 5, depth: 1, wkt: 'POINT (4 4)' },
    ],
  },
  'two clients that make the same key': {
    deltas: [
      change('create', '9', { new: { geometry: 'Point (4 4)', attributes: { fid: 9, name: 'a' } } }),
      change(
        'create',
        '9',
        { new: { geometry: 'Point (5 5)', attributes: { fid: 9, name: 'b' } } },
        { clientId: '22222222-2222-4222-8222-222222222222' },
      ),
    ],
    expected: ['applied', 'applied renumberedKey'],
    rows: [
      north,
      south,
      east,
      { ...empty, fid: 9, name: 'a', wkt: 'POINT (4 4)' },
      { ...empty, fid: 10, name: 'b', wkt: 'POINT (5 5)' },
    ],
    keys: ['9', '10'],
  },
  'nan in a geometry': {
    deltas: [change('create', '9', { new: { geometry: 'Point (4 NaN)', attributes: {} } })],
    expected: ['applied nanCoordinate'],
    rows: [north, south, east, { ...empty, fid: 4, wkt: 'POINT (4 0)' }],
  },
  'a layer that the project does not have': {
    deltas: [
      delta('nowhere_11111111111', 'patch', '1', { old: {}, new: {} }),
      change('patch', '1', { old: { attributes: { depth: 12 } }, new: { attributes: { depth: 1 } } }),
    ],
    expected: ['not_applied', 'applied'],
    rows: [{ ...north, depth: 1 }, south, east],
    messages: ['No layer with id "nowhere_11111111111"', 'Successfully applied delta!'],
  },
  'a delta that names its layer as the device does only': {
    deltas: [
      change(
        'patch',
        '1',
        { old: { attributes: { depth: 12 } }, new: { attributes: { depth: 1 } } },
        { sourceLayerId: '' },
      ),
    ],
    expected: ['applied'],
    rows: [{ ...north, depth: 1 }, south, east],
  },
}

test.for(Object.entries(cases))('%s', async ([name, { deltas, expected, rows, ...more }]) => {
  const copy = await copyOf(project, path(name.replaceAll(/\W+/g, '-')))
  const report = await apply(copy, deltas, { overwriteConflicts: more.overwriteConflicts ?? false })
  expect(verdicts(report)).toEqual(expected)
  const { deltas: told, layers, broken } = report
  const messages = told.map(({ message }) => message)
  expect(messages).toEqual(more.messages ?? messages)
  const keys = told.map(({ modifiedPk }) => modifiedPk)
  expect(keys).toEqual(more.keys ?? keys)
  expect(broken?.why.slice(0, more.broken?.length)).toBe(more.broken)
  const counts = layers.map(({ before, after, expected: wanted }) => [before, after, wanted])
  // What broke is thrown away: nothing is counted.
  expect(counts).toEqual(broken === null ? [[3, rows.length, rows.length]] : [])
  const folder = copy.slice(0, copy.lastIndexOf('/'))
  expect(await rowsOf(`${folder}/wells.gpkg`, 'wells')).toEqual(rows)
  expect(await namesIn(folder)).toEqual(['site.qgz', 'wells.gpkg'])
})
