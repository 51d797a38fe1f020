import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { DeltaSide } from '#worker/api/deltas.ts'
import { apply, copyOf, delta, type Row, rowsOf, verdicts } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

const kinds = {
  Point: 'Point (1 1)',
  PointZ: 'PointZ (1 1 1)',
  PointM: 'PointM (1 1 1)',
  PointZM: 'PointZM (1 1 1 1)',
  MultiPolygon: 'MultiPolygon (((0 0,1 0,1 1,0 0)))',
  None: undefined,
}
/** More than a layer has cases: each patch has a feature of its own. */
const many = 6
const idOf = (kind: string): string => `${kind.toLowerCase()}_11111111111`

let project: string
beforeAll(async () => {
  ;({ project } = await makeProject({
    out: path('base'),
    file: 'site.qgz',
    layers: Object.entries(kinds).map(([kind, wkt]) => ({
      name: kind,
      kind: 'gpkg',
      file: 'all.gpkg',
      id: idOf(kind),
      geometry: kind,
      features: Array.from({ length: many }, () => ({
        ...(wkt === undefined ? {} : { wkt }),
        values: { name: 'one' },
      })),
    })),
  }))
})

/** Layer's kind, what is sent, verdict, what is stored. */
const table: [keyof typeof kinds, string, string, string | null][] = [
  ['Point', 'Point (5 6)', 'applied', 'POINT (5 6)'],
  ['Point', 'PointZ (5 6 7)', 'applied geometryTypeMismatch', 'POINT Z (5 6 7)'],
  ['Point', 'PointM (5 6 7)', 'applied geometryTypeMismatch', 'POINT M (5 6 7)'],
  ['Point', 'PointZM (5 6 7 8)', 'applied geometryTypeMismatch', 'POINT ZM (5 6 7 8)'],
  ['Point', 'POINT(nan 6)', 'applied nanCoordinate', 'POINT (0 6)'],
  ['PointZ', 'Point (5 6)', 'applied dimensionDropped', 'POINT (5 6)'],
  ['PointZ', 'PointZ (5 6 7)', 'applied', 'POINT Z (5 6 7)'],
  ['PointZ', 'PointZM (5 6 7 8)', 'applied geometryTypeMismatch', 'POINT ZM (5 6 7 8)'],
  ['PointZ', 'PointZ (5 6 nan)', 'applied nanCoordinate', 'POINT Z (5 6 0)'],
  ['PointM', 'PointM (5 6 7)', 'applied', 'POINT M (5 6 7)'],
  ['PointZM', 'Point (5 6)', 'applied dimensionDropped', 'POINT (5 6)'],
  ['PointZM', 'PointZ (5 6 7)', 'applied dimensionDropped', 'POINT Z (5 6 7)'],
  ['PointZM', 'PointZM (5 6 7 8)', 'applied', 'POINT ZM (5 6 7 8)'],
  ['PointZM', 'PointZM (5 6 nan nan)', 'applied nanCoordinate', 'POINT ZM (5 6 0 0)'],
  ['MultiPolygon', 'Polygon ((0 0,2 0,2 2,0 0))', 'applied', 'MULTIPOLYGON (((0 0,2 0,2 2,0 0)))'],
  ['MultiPolygon', 'MultiPolygon (((0 0,2 0,2 2,0 0)))', 'applied', 'MULTIPOLYGON (((0 0,2 0,2 2,0 0)))'],
  ['MultiPolygon', 'Point (5 6)', 'applied geometryTypeMismatch', 'POINT (5 6)'],
  ['None', 'Point (5 6)', 'applied', null],
]

test.each(['create', 'patch'] as const)(
  '%s stores each kind of geometry as the server does',
  async (method) => {
    const places = table.map(([kind], at) => table.slice(0, at).filter(([other]) => other === kind).length)
    const sent = table.map(([kind, geometry], at) => {
      const side: DeltaSide = { geometry, attributes: { name: 'one' } }
      const sides = method === 'create' ? { new: side } : { old: { attributes: { name: 'one' } }, new: side }
      return delta(idOf(kind), method, String(places[at]! + 1), sides)
    })
    const report = await apply(await copyOf(project, path(method)), sent)
    const stored = new Map<string, Row[]>()
    for (const kind of Object.keys(kinds)) stored.set(kind, await rowsOf(path(`${method}/all.gpkg`), kind))
    const first = method === 'create' ? many : 0
    const told = verdicts(report)
    expect(
      table.map(([kind, geometry], at) => [
        kind,
        geometry,
        told[at],
        stored.get(kind)?.[first + places[at]!]?.wkt,
      ]),
    ).toEqual(table)
    expect(report.layers).toHaveLength(Object.keys(kinds).length)
    for (const { before, after, expected } of report.layers) expect([before, after]).toEqual([many, expected])
  },
)

test('a point without its height is stored with none, and told', async () => {
  const copy = await copyOf(project, path('hollow'))
  const report = await apply(copy, [
    delta(idOf('PointZ'), 'patch', '1', { old: {}, new: { geometry: 'POINTZ (666 0)' } }),
  ])
  expect(verdicts(report)).toEqual(['applied noOldAttributes dimensionDropped'])
})

test('an old geometry is looked at whatever its dimensions and multiplicity', async () => {
  const copy = await copyOf(project, path('stale'))
  const old = (layer: string, geometry: string): Promise<string[]> =>
    apply(copy, [
      delta(idOf(layer), 'patch', '1', {
        old: { geometry, attributes: { name: 'one' } },
        new: { attributes: {} },
      }),
    ]).then(verdicts)
  expect(await old('PointZ', 'Point (1 1)')).toEqual(['applied'])
  expect(await old('PointZ', 'PointZ (1.00000000001 1 1)')).toEqual(['applied'])
  expect(await old('PointZ', 'PointZ (1.1 1 1)')).toEqual(['applied staleGeometry'])
  expect(await old('MultiPolygon', 'Polygon ((0 0,1 0,1 1,0 0))')).toEqual(['applied'])
  expect(await old('MultiPolygon', 'rubbish')).toEqual(['applied'])
})

test('a geometry of another coordinate system is stored as it came, and told', async () => {
  const copy = await copyOf(project, path('elsewhere'))
  const from = (localLayerCrs: string) => ({ localLayerCrs })
  const moved = { old: { geometry: 'Point (1 1)', attributes: { name: 'one' } } }
  const report = await apply(copy, [
    delta(idOf('Point'), 'create', 'a', { new: { geometry: 'Point (900000 2)' } }, from('EPSG:3857')),
    delta(idOf('Point'), 'create', 'b', { new: { geometry: 'Point (3 2)' } }, from('EPSG:4326')),
    delta(idOf('Point'), 'create', 'c', { new: { geometry: 'Point (3 2)' } }, from('nonsense')),
    delta(idOf('Point'), 'patch', '1', { ...moved, new: { geometry: 'Point (5 5)' } }, from('EPSG:3857')),
    delta(idOf('None'), 'create', 'd', { new: { attributes: { name: 'd' } } }, from('EPSG:3857')),
  ])
  expect(verdicts(report)).toEqual(['applied otherCrs', 'applied', 'applied', 'applied otherCrs', 'applied'])
  expect(report.deltas[0]?.strict[0]?.params).toEqual({ sent: 'EPSG:3857', layer: 'EPSG:4326' })
  const places = (await rowsOf(join(dirname(copy), 'all.gpkg'), 'Point')).map(({ wkt }) => wkt)
  expect(places).toContain('POINT (900000 2)')
})
