import { expect, test } from 'vitest'
import { findFindings } from '#worker/domain/project/findings.ts'
import { codesOf, inputOf, type Some } from '#test/worker/domain/project/findings/input.ts'
import type { SomeLayer } from '#test/worker/domain/project/opened.ts'

test.for<[string, string, string[]]>([
  ['3.22.4-Białowieża', '3.22.16-Białowieża', []],
  ['3.34.4-Prizren', '3.22.16-Białowieża', ['newerQgis']],
  ['3.34.4-Prizren', '3.34.1-Prizren', []],
  ['3.44.9', '3.44.0', []],
  ['3.46.0', '3.46.0', ['newerServer']],
  ['4.0.1-Norrköping', '4.0.1-Norrköping', ['qgis4']],
  ['4.0.1-Norrköping', '3.44.0', ['newerQgis', 'qgis4']],
  ['', '3.22.16', []],
  ['3.22.16', '', []],
])('saved with %s, opened with %s', ([qgisVersion, thisQgis, codes]) => {
  expect(codesOf({ details: { qgisVersion }, file: { qgisVersion }, thisQgis })).toEqual(codes)
})

test.for<[string, Some]>([
  ['macros', { file: { hasMacros: true } }],
  ['featureCounts', { file: { showsFeatureCounts: true } }],
  ['projectCrsMissing', { details: { crs: '' } }],
  ['emptyExtent', { details: { extent: null } }],
  ['areaInvalid', { details: { areaOfInterest: 'POINT(1 1)', areaOfInterestCrs: 'EPSG:4326' } }],
  ['areaInvalid', { details: { areaOfInterest: 'POLYGON((0 0,1 0,1 1,0 0))', areaOfInterestCrs: '' } }],
])('%s', ([code, some]) => {
  expect(codesOf(some)).toEqual([code])
})

test('an area as it should be, or none, is nothing to tell', () => {
  expect(codesOf({ details: { areaOfInterest: '', areaOfInterestCrs: '' } })).toEqual([])
  const area = { areaOfInterest: 'Polygon ((0 0,1 0,1 1,0 0))', areaOfInterestCrs: 'EPSG:4326' }
  expect(codesOf({ details: area })).toEqual([])
})

const files = ['site.qgz', 'a/x.gpkg', 'b/X.gpkg', 'data.gpkg']
const a: SomeLayer = { file: 'a/x.gpkg', cloudAction: 'no_action', action: 'no_action' }
const b: SomeLayer = { file: 'b/X.gpkg', cloudAction: 'copy' }

test('two files of one name that are copied flat', () => {
  const some = { files: files.slice(0, 3), layers: [a, b] }
  expect(findFindings(inputOf(some))).toMatchObject([
    { code: 'sameBaseName', level: 'error', params: { count: 2, files: 'a/x.gpkg, b/X.gpkg' } },
  ])
  // Offline layers get a table of their own in one file, and layers of one file share it.
  expect(codesOf({ ...some, layers: [a, { ...b, cloudAction: 'offline' }] })).toEqual([])
  expect(codesOf({ ...some, layers: [a, { ...a, table: 'other' }] })).toEqual([])
})

test('a user’s data.gpkg is lost where it is copied beside offline layers, else only named', () => {
  const data: SomeLayer = { file: 'data.gpkg', cloudAction: 'no_action' }
  expect(codesOf({ files, layers: [data, { file: 'a/x.gpkg' }] })).toEqual(['dataGpkgLost'])
  expect(codesOf({ files, layers: [data] })).toEqual(['dataGpkg'])
  expect(codesOf({ files, layers: [{ file: 'data.gpkg' }] })).toEqual(['dataGpkg'])
})

test('layers of one table that part ways', () => {
  const some = (action: SomeLayer) => ({
    files: files.slice(0, 2),
    layers: [
      { file: 'a/x.gpkg', table: 'wells' },
      { file: 'a/x.gpkg', table: 'wells', ...action },
    ],
  })
  expect(codesOf(some({ cloudAction: 'copy' }))).toEqual(['mixedActions'])
  expect(codesOf(some({ action: 'copy' }))).toEqual(['mixedActions'])
  expect(codesOf(some({}))).toEqual([])
  expect(codesOf(some({ cloudAction: 'copy', table: 'other' }))).toEqual([])
})
