import { expect, test } from 'vitest'
import { call } from '#test/resources/qgis/call.ts'
import { packages, type Packed } from '#test/resources/qgis/pack.ts'
import type { LayerSpec, ProjectSpec } from '#test/resources/qgis/make-project.ts'

const packed = packages()

/** A right-angled triangle in whose box lie points that it does not hold. */
const triangle = 'Polygon ((0 0, 10 0, 0 10, 0 0))'

const points: LayerSpec = {
  name: 'points',
  kind: 'gpkg',
  features: [
    { wkt: 'Point (1 1)', values: { name: 'inside' } },
    { wkt: 'Point (9 9)', values: { name: 'in the box only' } },
    { wkt: 'Point (20 20)', values: { name: 'outside' } },
    { wkt: 'Point (5 5)', values: { name: 'on the edge' } },
    { values: { name: 'nowhere' } },
  ],
}

const entries = (area: string, crs: string, only = true): NonNullable<ProjectSpec['entries']> => [
  { scope: 'qfieldsync', key: 'areaOfInterest', value: area },
  { scope: 'qfieldsync', key: 'areaOfInterestCrs', value: crs },
  { scope: 'qfieldsync', key: 'offlineCopyOnlyAoi', value: only },
]

const counts = ({ judged }: Packed) =>
  judged.layers.map(({ name, expected, packaged }) => [name, expected, packaged])

test('only what really touches it comes along; tables and copied files are whole', async () => {
  const made = await packed({
    entries: entries(triangle, 'EPSG:4326'),
    layers: [
      points,
      {
        name: 'lines',
        kind: 'gpkg',
        geometry: 'LineString',
        features: [
          { wkt: 'LineString (-5 -5, 20 20)' },
          { wkt: 'LineString (9 9, 9 20)' },
          { wkt: 'LineString (6 6, 20 6)' },
        ],
      },
      { name: 'table', kind: 'gpkg', geometry: 'None', features: 4 },
      { name: 'copied', kind: 'gpkg', features: 300, cloudAction: 'no_action' },
    ],
  })
  expect(made.judged.error).toBeNull()
  expect(counts(made)).toEqual([
    ['points', 2, 2],
    ['lines', 1, 1],
    ['table', 4, 4],
    ['copied', 300, 300],
  ])
})

test('under the filter too, for layers that share a table', async () => {
  const made = await packed({
    entries: entries(triangle, 'EPSG:4326'),
    layers: [
      { ...points, filter: `"name" LIKE '%in%'` },
      { name: 'edge', kind: 'gpkg', file: 'points.gpkg', table: 'points', filter: `"name" = 'on the edge'` },
    ],
  })
  expect(made.judged.error).toBeNull()
  expect(counts(made)).toEqual([
    ['points', 1, 1],
    ['edge', 1, 1],
  ])
  expect(made.judged.layers.map(({ table }) => table)).toEqual(['points', 'points'])
})

test('in another CRS than the layers', async () => {
  const mercator = 'Polygon ((0 0, 1113194.9 0, 0 1118889.97, 0 0))'
  const made = await packed({
    entries: entries(mercator, 'EPSG:3857'),
    layers: [points, { ...points, name: 'utm', crs: 'EPSG:32631' }],
  })
  expect(made.judged.error).toBeNull()
  const [first] = counts(made)
  // The edge bends: the point upon it may lie on either side.
  expect(first?.[1]).toBeGreaterThanOrEqual(1)
  expect(first?.[1]).toBeLessThanOrEqual(2)
  expect(counts(made)[1]).toEqual(['utm', 0, 0])
})

test('counts for nothing where the project does not ask for it', async () => {
  const made = await packed({ entries: entries(triangle, 'EPSG:4326', false), layers: [points] })
  expect(counts(made)).toEqual([['points', 5, 5]])
})

test('of a project without any is everything', async () => {
  const made = await packed({ entries: entries('', '', true), layers: [points] })
  expect(counts(made)).toEqual([['points', 5, 5]])
})

test.each([
  ['crosses itself', 'Polygon ((0 0, 10 10, 10 0, 0 10, 0 0))', 'EPSG:4326'],
  ['is no polygon', 'Point (1 1)', 'EPSG:4326'],
  ['is no WKT', 'Polygon ((here', 'EPSG:4326'],
  ['has a CRS that nobody knows', triangle, 'EPSG:123456789'],
])('that %s makes no package', async (_, area, crs) => {
  await expect(packed({ entries: entries(area, crs), layers: [points] })).rejects.toThrow(
    'package.areaInvalid',
  )
})

test('that has no place in a layer’s CRS never stands for everything', async () => {
  // The poles are nowhere in web mercator.
  const pole = 'Polygon ((-180 90, 180 90, 180 89.99, -180 89.99, -180 90))'
  const made = await packed({
    entries: entries(pole, 'EPSG:4326'),
    layers: [{ ...points, crs: 'EPSG:3857' }],
  })
  expect(counts(made)).toEqual([['points', 0, 0]])
})

test('is left in the middle when somebody cancels', async () => {
  const answer = await call(
    'package',
    {
      project: '/nowhere/site.qgz',
      root: '/nowhere',
      plan: {
        projectFile: 'a_qfield.qgz',
        database: 'data.gpkg',
        area: null,
        layers: [],
        files: [{ from: import.meta.filename, to: 'x.ts' }],
      },
      out: '/tmp',
      offline: false,
    },
    { cancelAt: 0 },
  )
  expect(answer.error?.code).toBe('job.cancelled')
})
