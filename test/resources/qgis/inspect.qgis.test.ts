import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { converted, namesIn, point, scratch, square, writeGeojson } from '#test/resources/qgis/sources.ts'

const { path, folder } = scratch()

test('counts features by their own geometry type, in degrees, and writes nothing', async () => {
  const source = await writeGeojson(path('mixed.geojson'), [
    { geometry: square(85, 27, 1), properties: { name: 'a', floors: 2 } },
    { geometry: { type: 'MultiPoint', coordinates: [[84, 26]] }, properties: { name: 'b', floors: 3 } },
    { geometry: null, properties: { name: 'c', floors: 3 } },
  ])
  const before = await namesIn(folder())
  expect(await succeed('inspect', { path: source })).toEqual({
    count: 3,
    geometries: { Polygon: 1, MultiPoint: 1 },
    crs: 'EPSG:4326',
    extent: [84, 26, 86, 28],
    fields: [
      { name: 'name', type: 'text' },
      { name: 'floors', type: 'integer' },
    ],
  })
  expect(await namesIn(folder())).toEqual(before)
})

test('names the CRS of the file', async () => {
  const source = await writeGeojson(path('utm.geojson'), [{ geometry: point(85, 27) }])
  const file = await converted(source, path('utm.gpkg'), '-t_srs', 'EPSG:32645')
  const { crs, extent } = await succeed('inspect', { path: file })
  expect(crs).toBe('EPSG:32645')
  expect(extent?.[0]).toBeCloseTo(85, 6)
})

test('says nothing of a CRS where longitude and latitude were taken', async () => {
  await writeFile(path('xy.csv'), 'lon,lat\n85,27\n')
  expect(await succeed('inspect', { path: path('xy.csv') })).toMatchObject({
    crs: '',
    extent: [85, 27, 85, 27],
  })
})

test('no features are no failure, an unreadable file is', async () => {
  const source = await writeGeojson(path('zero.geojson'), [])
  expect(await succeed('inspect', { path: source })).toMatchObject({ count: 0, extent: null, geometries: {} })
  await writeFile(path('cut.geojson'), '{"type":"FeatureCollection","features":[')
  expect((await call('inspect', { path: path('cut.geojson') })).error?.code).toBe('features.unreadable')
})
