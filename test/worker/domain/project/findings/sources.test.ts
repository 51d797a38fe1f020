import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findFindings } from '#worker/domain/project/findings.ts'
import { codesOf, inputOf, lost, type Some } from '#test/worker/domain/project/findings/input.ts'

const find = (some: Some) => findFindings(inputOf(some))

test('a file that is nowhere is missing; the layer can be removed from a copy', () => {
  expect(find({ layers: [{ ...lost, file: 'data/wells.gpkg' }], files: ['site.qgz'] })).toEqual([
    {
      code: 'fileMissing',
      level: 'error',
      layerId: 'layer_1',
      params: { layer: 'Wells', file: 'data/wells.gpkg' },
      fix: { kind: 'remove', layerId: 'layer_1', file: '' },
    },
  ])
})

test('one of that name elsewhere in the folder is what the layer may read', () => {
  const [found] = find({
    layers: [{ ...lost, file: 'data/wells.gpkg' }],
    files: ['site.qgz', 'old/Wells.gpkg'],
  })
  expect(found).toMatchObject({
    code: 'fileElsewhere',
    params: { file: 'data/wells.gpkg', found: 'old/Wells.gpkg' },
    fix: { kind: 'source', layerId: 'layer_1', file: 'old/Wells.gpkg' },
  })
})

test('of several, the one with the same folders is meant', () => {
  const files = ['site.qgz', 'a/north/wells.gpkg', 'b/south/wells.gpkg']
  const [found] = find({ layers: [{ ...lost, file: 'C:\\data\\south\\wells.gpkg' }], files })
  expect(found).toMatchObject({ code: 'fileElsewhere', fix: { file: 'b/south/wells.gpkg' } })
})

test('where nothing tells them apart a person has to choose', () => {
  const files = ['site.qgz', 'a/wells.gpkg', 'b/wells.gpkg']
  const [found] = find({ layers: [{ ...lost, file: 'wells.gpkg' }], files })
  expect(found).toMatchObject({
    code: 'fileSeveral',
    fix: null,
    params: { names: 'a/wells.gpkg, b/wells.gpkg' },
  })
})

test.for<[string, string]>([
  ['wells.GPKG', 'WELLS.gpkg'],
  // The same letter, composed and not.
  ['bru\u0308cke.gpkg', 'br\u00fccke.gpkg'],
])('%j for %j is told even where this computer minds no case', ([file, there]) => {
  const [found] = find({ layers: [{ file }], files: ['site.qgz', there] })
  expect(found).toMatchObject({ code: 'fileOtherCase', fix: { kind: 'source', file: there } })
})

test('an absolute path into the folder becomes a relative one', () => {
  const [found] = find({
    layers: [{ ...lost, file: '/home/ana/site/data/wells.gpkg' }],
    files: ['site.qgz', 'data/wells.gpkg'],
  })
  expect(found).toMatchObject({ code: 'fileAbsolute', fix: { kind: 'source', file: 'data/wells.gpkg' } })
})

test('a folder that only begins the same is outside', () => {
  const layers = [{ ...lost, file: '/home/ana/site2/wells.gpkg' }]
  expect(codesOf({ layers, files: ['site.qgz'] })).toEqual(['fileOutside'])
})

test('Windows’ paths are paths, in whatever case its drive is written', () => {
  const input = inputOf({
    layers: [{ ...lost, file: 'c:\\Users\\Ana\\Site\\data\\wells.gpkg' }],
    files: ['site.qgz', 'data/wells.gpkg'],
    survey: { folder: 'C:\\Users\\ana\\site' },
  })
  expect(findFindings(input)[0]).toMatchObject({ code: 'fileAbsolute', fix: { file: 'data/wells.gpkg' } })
})

test('a file outside is collected where it is there, and map data', () => {
  const outside = new Set(['../shared/roads.shp', '/etc/passwd'])
  const found = (file: string) => find({ layers: [{ ...lost, file }], files: ['site.qgz'], outside })[0]
  expect(found('../shared/roads.shp')).toMatchObject({
    code: 'fileOutside',
    fix: { kind: 'collect', layerId: 'layer_1', file: '../shared/roads.shp' },
  })
  expect(found('/etc/passwd')).toMatchObject({ code: 'fileOutside', fix: null })
  expect(found('../shared/gone.shp')).toMatchObject({ code: 'fileOutsideMissing', fix: { kind: 'remove' } })
})

test('a path of another computer is looked for by its name first', () => {
  const files = ['site.qgz', 'data/roads.shp', 'data/roads.shx', 'data/roads.dbf']
  const [found] = find({ layers: [{ ...lost, file: 'D:/gis/roads.shp' }], files, outside: new Set() })
  expect(found).toMatchObject({ code: 'fileElsewhere', fix: { kind: 'source', file: 'data/roads.shp' } })
})

test('what lies among the photos is not there for a job', () => {
  const some = { layers: [{ ...lost, file: 'DCIM/wells.gpkg' }], files: ['site.qgz', 'DCIM/wells.gpkg'] }
  expect(find(some)[0]).toMatchObject({ code: 'fileInAttachments', params: { folder: 'DCIM' } })
})

test('a Shapefile that lacks parts is told by them, and nothing else said of the layer', () => {
  const files = ['site.qgz', 'roads.shp', 'ROADS.DBF']
  expect(find({ layers: [{ ...lost, file: 'roads.shp' }], files })).toMatchObject([
    { code: 'sidecarMissing', params: { file: 'roads.shp', names: 'roads.shx', count: 1 } },
  ])
})

test('a file behind an address, or behind a link that a survey does not follow, is not missing', () => {
  expect(
    codesOf({
      layers: [{ file: '/vsicurl/https://example.org/x.tif', isOnline: true }],
      files: ['site.qgz'],
    }),
  ).toEqual(['onlineLayers'])
  expect(codesOf({ layers: [{ file: 'linked/x.gpkg' }], files: ['site.qgz', 'linked'] })).toEqual([])
})

test('past the survey’s limit nobody says that a file is missing', () => {
  const some = { layers: [{ ...lost, file: 'wells.gpkg' }], files: ['site.qgz'], survey: { more: true } }
  expect(codesOf(some)).toEqual(['invalidProvider', 'tooManyFiles'])
})

const part = fc.stringMatching(/^[a-zA-Z0-9_. -]{1,8}$/).filter((each) => !/^\.+$/.test(each))
const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

const files = fc.uniqueArray(name, { minLength: 1, maxLength: 8 })

test('whatever the names, a file that is there is never missing', () => {
  fc.assert(
    fc.property(files, fc.nat(), (names, pick) => {
      const codes = codesOf({
        files: ['site.qgz', ...names],
        layers: [{ ...lost, file: names[pick % names.length] ?? '' }],
      })
      expect(codes).not.toContain('fileMissing')
    }),
  )
})

test('whatever a layer names, no fix leads it out of the folder', () => {
  fc.assert(
    fc.property(files, name, fc.constantFrom('', '../', '/', 'C:\\'), (names, own, lead) => {
      const found = find({ files: ['site.qgz', ...names], layers: [{ ...lost, file: `${lead}${own}` }] })
      const read = found.flatMap(({ fix }) => (fix?.kind === 'source' ? [fix.file] : []))
      expect(names).toEqual(expect.arrayContaining(read))
    }),
  )
})
