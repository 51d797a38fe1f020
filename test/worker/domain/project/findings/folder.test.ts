import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findFindings } from '#worker/domain/project/findings.ts'
import { isForbidden } from '#worker/domain/project/findings/names.ts'
import { codesOf, inputOf, type Some } from '#test/worker/domain/project/findings/input.ts'

const sound = ['site.qgz', 'wells.gpkg']
const find = (files: Some['files'], more: Some = {}) =>
  findFindings(inputOf({ ...more, files: [...sound, ...(files ?? [])] }))

test('a hidden folder is told once, whatever is in it', () => {
  expect(find(['.git/HEAD', '.git/objects/a', 'data/.DS_Store'])).toMatchObject([
    { code: 'hidden', params: { count: 2, names: '.git, data/.DS_Store' } },
  ])
})

test.for([
  ['nameForbidden', 'what?.txt'],
  ['nameForbidden', 'CON'],
  ['nameForbidden', 'data/nul.txt'],
  ['nameForbidden', 'notes. '],
  ['nameForbidden', 'dot.'],
  ['nameForbidden', ' first.txt'],
  ['nameForbidden', 'tab\there.txt'],
  ['nameTooLong', `${'long/'.repeat(60)}x.txt`],
  ['nameNotAscii', 'Brücke.txt'],
])('%s: %j', ([code, name]) => {
  expect(find([name ?? '']).map((each) => each.code)).toEqual([code])
})

test('names that are one on Windows', () => {
  expect(find(['Photo.jpg', 'photo.JPG'])).toMatchObject([
    { code: 'nameOtherCase', params: { names: 'Photo.jpg, photo.JPG' } },
  ])
})

test('names of letters, digits, - and _ are never forbidden; those with a forbidden character always are', () => {
  const word = fc
    .stringMatching(/^[a-z0-9_-]{1,20}$/)
    .filter((each) => !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(each))
  fc.assert(
    fc.property(
      word,
      word,
      fc.constantFrom('<', '>', ':', '"', '\\', '|', '?', '*', '\u0001'),
      (folder, name, bad) => {
        expect(isForbidden(`${folder}/${name}.gpkg`)).toBe(false)
        expect(isForbidden(`${folder}${bad}/${name}.gpkg`)).toBe(true)
      },
    ),
  )
})

test('links, folders that cannot be read, open databases', () => {
  const file = { size: 0, mtimeMs: 0, isHidden: false }
  const input = inputOf({
    files: [...sound, { name: 'wells.gpkg-wal', size: 10 }, { name: 'old.gpkg-wal', size: 0 }],
  })
  const survey = {
    ...input.survey,
    unreadable: ['private'],
    files: [...input.survey.files, { ...file, name: 'out', link: 'outside' as const }],
  }
  expect(findFindings({ ...input, survey })).toMatchObject([
    { code: 'links', params: { count: 1, names: 'out' } },
    { code: 'unreadableFolder', params: { names: 'private' } },
    { code: 'openElsewhere', params: { count: 1, names: 'wells.gpkg' } },
  ])
})

test('two projects, one of which was asked for', () => {
  expect(find(['other.qgs'], { survey: { asked: 'site.qgz' } })).toMatchObject([
    { code: 'severalProjects', params: { count: 2, names: 'site.qgz, other.qgs' } },
  ])
})

test('plugins: the project’s own, and what QFieldCloud leaves behind', () => {
  const survey = { plugins: ['site.qml', 'parts/Button.qml'] }
  expect(find(['site.qml', 'parts/Button.qml'], { survey })).toMatchObject([
    { code: 'pluginParts', params: { count: 1, names: 'parts/Button.qml', plugin: 'site.qml' } },
    { code: 'projectPlugin', params: { file: 'site.qml' } },
  ])
})

test('sizes: against the plan, and of single files', () => {
  const giga = 1024 ** 3
  const files = [
    { name: 'a.tif', size: 3 * giga },
    { name: 'b.tif', size: 11 * giga },
    { name: '.cache/c.tif', size: 20 * giga },
  ]
  expect(find(files, { planBytes: 10 * giga }).map(({ code }) => code)).toEqual([
    'overPlan',
    'cloudFileLarge',
    'cloudFileRefused',
    'hidden',
  ])
  expect(find(files, { planBytes: 15 * giga }).map(({ code }) => code)).not.toContain('overPlan')
})

test('attachments that are not there, by layer and field', () => {
  const attachments = [
    {
      layerId: 'layer_1',
      field: 'photo',
      files: ['DCIM/1.jpg', 'DCIM/2.jpg', './DCIM/3.JPG', '../4.jpg', 'https://example.org/5.jpg'],
      more: false,
    },
  ]
  expect(find(['DCIM/1.jpg', 'DCIM/3.jpg'], { opened: { attachments } })).toMatchObject([
    {
      code: 'attachmentsMissing',
      layerId: 'layer_1',
      params: { layer: 'Wells', field: 'photo', count: 2, names: 'DCIM/2.jpg, ../4.jpg' },
    },
  ])
})

test('pictures outside the folder', () => {
  const images = ['/usr/share/logo.svg', 'symbols/tree.svg', 'base64:PHN2Zz4=', 'http://example.org/a.svg']
  expect(find([], { opened: { images } })).toMatchObject([
    { code: 'imagesOutside', params: { count: 1, names: '/usr/share/logo.svg' } },
  ])
})

test('codes about the whole folder name no layer', () => {
  expect(codesOf({ files: [...sound, '.x'] })).toEqual(['hidden'])
})
