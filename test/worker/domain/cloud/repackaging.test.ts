import { expect, test } from 'vitest'
import {
  hasOnlineVectorData,
  needsRepackaging,
  type PackagingState,
} from '#worker/domain/cloud/repackaging.ts'

const packaged: PackagingState = {
  hasOnlineVectorData: false,
  dataUpdatedAt: 100,
  dataPackagedAt: 100,
  hasPackage: true,
  ownPackageFinishedAt: 100,
}

test.each<[string, Partial<PackagingState>, boolean, boolean]>([
  ['packaged since the last change', {}, false, false],
  ['changed after it was packaged', { dataUpdatedAt: 101 }, true, true],
  ['layers behind a connection', { hasOnlineVectorData: true }, true, true],
  ['never checked with success', { hasOnlineVectorData: null }, true, true],
  ['never changed, as far as the server knows', { dataUpdatedAt: null }, true, true],
  ['never packaged', { dataPackagedAt: null, hasPackage: false, ownPackageFinishedAt: null }, true, true],
  ['its package is gone', { hasPackage: false }, true, false],
  ['packaged for somebody else only', { ownPackageFinishedAt: null }, false, true],
  ['my package is older than the change, another is not', { ownPackageFinishedAt: 99 }, false, true],
])('%s', (_, change, of2024, of2026) => {
  expect(needsRepackaging({ ...packaged, ...change }, '2024')).toBe(of2024)
  expect(needsRepackaging({ ...packaged, ...change }, '2026')).toBe(of2026)
})

const file = { typeName: 'Vector', filename: 'a.gpkg', provider: 'ogr', datasource: './a.gpkg' }
const database = { typeName: 'Vector', filename: '', provider: 'postgres', datasource: "dbname='a'" }
const virtual = { typeName: 'Vector', filename: '', provider: 'virtual', datasource: '?query=SELECT%201' }

test.each<[string, (typeof file)[] | null, boolean | null, boolean | null]>([
  ['no details', null, null, null],
  ['no layers', [], false, false],
  ['a file', [file], false, false],
  ['a file and a database', [file, database], true, true],
  ['a database, described by QGIS before 3.30', [{ ...database, typeName: 'VectorLayer' }], true, true],
  ['a web map', [{ ...database, typeName: 'Raster', provider: 'wms' }], false, false],
  ['a memory layer', [{ ...database, provider: 'memory', datasource: 'Point?crs=EPSG:4326' }], true, false],
  ['a query over the project’s layers', [virtual], true, false],
  ['a query that brings its layer', [{ ...virtual, datasource: '?layer=ogr:a.gpkg:a:&query=x' }], true, true],
])('online vector layers: %s', (_, layers, of2024, of2026) => {
  expect(hasOnlineVectorData(layers, '2024')).toBe(of2024)
  expect(hasOnlineVectorData(layers, '2026')).toBe(of2026)
})
