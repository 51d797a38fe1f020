import { expect, test } from 'vitest'
import { findFindings } from '#worker/domain/project/findings.ts'
import { codesOf, inputOf } from '#test/worker/domain/project/findings/input.ts'
import type { SomeLayer } from '#test/worker/domain/project/opened.ts'

test.for<[string, SomeLayer]>([
  ['invalidLayer', { isValid: false, errorCode: 'invalid_layer' }],
  ['invalidProvider', { isValid: false, errorCode: 'invalid_dataprovider' }],
  ['missingProvider', { isValid: false, errorCode: 'missing_dataprovider', file: null }],
  ['localized', { isLocalized: true, file: 'basemaps/world.gpkg' }],
  ['localized', { isLocalized: true, isValid: false, errorCode: 'localized_dataprovider' }],
  ['memoryLayer', { file: null, provider: 'memory', count: 0, unsupportedPrimaryKey: true, isMemory: true }],
  ['noPrimaryKey', { unsupportedPrimaryKey: true }],
  ['crsMissing', { crs: '' }],
  ['emptyLayer', { count: 0 }],
  ['unconfigured', { isConfigured: false }],
])('%s', ([code, layer]) => {
  expect(codesOf({ layers: [layer] })).toEqual([code])
})

test.for<SomeLayer>([
  { crs: '', geometry: 'NoGeometry' },
  { crs: '', geometry: '', type: 'mesh' },
  { count: null },
  { type: 'raster', geometry: '', count: null, file: 'wells.gpkg' },
])('%o is as it should be', (layer) => {
  expect(codesOf({ layers: [layer] })).toEqual([])
})

test('the provider’s own words come along, the most telling first', () => {
  const layer: SomeLayer = {
    isValid: false,
    errorCode: 'invalid_layer',
    errorSummary: 'Layer is invalid',
    providerErrorSummary: 'no such table: wells',
  }
  const [found] = findFindings(inputOf({ layers: [layer] }))
  expect(found).toMatchObject({ params: { summary: 'no such table: wells' }, fix: { kind: 'remove' } })
})

test('formats that GDAL damages are told where they can be edited', () => {
  const files = ['site.qgz', 'a.GeoJSON', 'b.shp', 'b.shx', 'b.dbf', 'c.csv']
  const told = (layer: SomeLayer) => codesOf({ files, layers: [layer] })
  expect(told({ file: 'a.GeoJSON' })).toEqual(['fragileFormat'])
  expect(told({ file: 'b.shp' })).toEqual(['fragileFormat'])
  expect(told({ file: 'a.GeoJSON', readOnly: true })).toEqual([])
  expect(told({ file: 'c.csv' })).toEqual([])
})

test('a Shapefile without coordinate system is told by its missing .prj', () => {
  const layers = [{ file: 'b.shp', crs: '', readOnly: true }]
  const files = ['site.qgz', 'b.shp', 'b.shx', 'b.dbf']
  expect(codesOf({ layers, files })).toEqual(['prjMissing'])
  expect(codesOf({ layers, files: [...files, 'b.prj'] })).toEqual(['crsMissing'])
})

test('layers of one kind are told together', () => {
  const online = { file: null, isOnline: true, type: 'raster' as const, count: null }
  const found = findFindings(inputOf({ layers: [online, online, { name: 'Layer 2' }] }))
  expect(found).toMatchObject([
    { code: 'sameLayerName', params: { layer: 'Layer 2', count: 2 } },
    { code: 'onlineLayers', params: { count: 2, names: 'Wells, Layer 2' } },
  ])
})
