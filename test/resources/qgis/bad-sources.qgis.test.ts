import { execa } from 'execa'
import { readFile, unlink, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Extent } from '#worker/api/sources.ts'
import { call } from '#test/resources/qgis/call.ts'
import {
  converted,
  geojson,
  line,
  namesIn,
  point,
  scratch,
  square,
  writeGeojson,
} from '#test/resources/qgis/sources.ts'

const { path, folder } = scratch()

async function failure(file: string, area: Extent | null = null) {
  const { error, result } = await call('features', {
    path: file,
    out: path('out.gpkg'),
    reserved: [],
    answers: [],
    namespace: 'n',
    area,
  })
  expect(result).toBeUndefined()
  expect((await namesIn(folder())).filter((name) => name.startsWith('out.gpkg'))).toEqual([])
  return error
}

async function failureOf(name: string, content: string, area: Extent | null = null) {
  await writeFile(path(name), content)
  return failure(path(name), area)
}

const many = geojson(
  Array.from({ length: 3000 }, (_, index) => ({
    geometry: square(1 + index / 1000, 1),
    properties: { index },
  })),
)

describe('unreadable', () => {
  test.each([
    ['empty.geojson', '', 'the file is empty'],
    ['object.geojson', '{}', 'not recognized'],
    ['html.geojson', '<!doctype html><html><body>Log in</body></html>', 'not recognized'],
    ['cut.geojson', many.slice(0, many.length / 2), 'At line 1, character'],
    ['brief.geojson', geojson([{ geometry: point(1, 1) }]).slice(0, 60), 'At line 1, character'],
    ['noise.gpkg', 'SQLite format 3\0 and then nothing of it', 'not recognized'],
    ['noise.zip', 'PK\x03\x04 and then nothing of it', 'not recognized'],
    ['text.txt', 'a letter to you', 'not recognized'],
  ])('%s', async (name, content, words) => {
    expect(await failureOf(name, content)).toEqual({
      code: 'features.unreadable',
      params: { file: name },
      detail: expect.stringContaining(words),
    })
  })

  test.each(['{}', '<html>', many.slice(0, 200)])('without osgeo: %s', async (content) => {
    await writeFile(path('plain.geojson'), content)
    const params = {
      path: path('plain.geojson'),
      out: path('out.gpkg'),
      reserved: [],
      answers: [],
      namespace: 'n',
      area: null,
    }
    const { error } = await call('features', params, { withoutOsgeo: true })
    expect(error?.code).toBe('features.unreadable')
  })

  test('a GeoPackage cut in the middle', async () => {
    await writeFile(path('many.geojson'), many)
    await converted(path('many.geojson'), path('many.gpkg'))
    const bytes = await readFile(path('many.gpkg'))
    await writeFile(path('cut.gpkg'), bytes.subarray(0, Math.floor(bytes.length * 0.7)))
    expect((await failure(path('cut.gpkg')))?.code).toBe('features.unreadable')
  })

  test('a file that is not there, and an archive without features', async () => {
    expect((await failure(path('nowhere.geojson')))?.code).toBe('features.unreadable')
    await writeFile(path('readme.md'), 'nothing')
    await execa('/usr/bin/python3', ['-m', 'zipfile', '-c', path('docs.zip'), path('readme.md')])
    expect(await failure(path('docs.zip'))).toMatchObject({
      code: 'features.unreadable',
      detail: expect.stringContaining('readme.md'),
    })
  })
})

describe('nothing to survey', () => {
  test('no features', async () => {
    expect((await failureOf('zero.geojson', geojson([])))?.code).toBe('features.empty')
  })

  test('features without any geometry, and a table without a geometry column', async () => {
    expect((await failureOf('null.geojson', geojson([{ geometry: null }])))?.code).toBe('features.noGeometry')
    expect((await failureOf('plain.csv', 'name,age\na,1\n'))?.code).toBe('features.noGeometry')
  })
})

describe('where on earth', () => {
  test('a Shapefile without its .prj', async () => {
    await writeGeojson(path('noprj.geojson'), [{ geometry: square(1, 1) }])
    await converted(path('noprj.geojson'), path('noprj.shp'))
    await unlink(path('noprj.prj'))
    expect(await failure(path('noprj.shp'))).toMatchObject({
      code: 'features.crsUnknown',
      params: { file: 'noprj.shp' },
    })
  })

  test('a CSV with coordinates in metres', async () => {
    expect((await failureOf('metres.csv', 'x,y\n334000,3055000\n'))?.code).toBe('features.crsUnknown')
  })

  test('latitude and longitude swapped, seen from the latitude alone', async () => {
    expect((await failureOf('swapped.geojson', geojson([{ geometry: point(27.7, 185) }])))?.code).toBe(
      'features.outOfRange',
    )
    expect((await failureOf('swapped.geojson', geojson([{ geometry: point(27.7, 95) }])))?.code).toBe(
      'features.swapped',
    )
  })

  test('latitude and longitude swapped, seen from the area', async () => {
    const area: Extent = [85, 27, 86, 28]
    expect((await failureOf('area.geojson', geojson([{ geometry: point(27.7, 85.3) }]), area))?.code).toBe(
      'features.swapped',
    )
  })

  test('features elsewhere are no swapped features', async () => {
    const { result } = await call('features', {
      path: await writeGeojson(path('elsewhere.geojson'), [{ geometry: point(10, 50) }]),
      out: path('elsewhere.gpkg'),
      reserved: [],
      answers: [],
      namespace: 'n',
      area: [85, 27, 86, 28],
    })
    expect(result?.read).toBe(1)
  })

  test('metres in GeoJSON, which is degrees by definition', async () => {
    const file = geojson([{ geometry: line([334000, 3055000], [334010, 3055000]) }])
    expect(await failureOf('metres.geojson', file)).toMatchObject({
      code: 'features.outOfRange',
      params: { file: 'metres.geojson', x: 334000, y: 3055000 },
    })
  })
})

test('a folder that is not there for the output', async () => {
  await writeGeojson(path('fine.geojson'), [{ geometry: point(1, 1) }])
  const { error } = await call('features', {
    path: path('fine.geojson'),
    out: path('no/such/folder/out.gpkg'),
    reserved: [],
    answers: [],
    namespace: 'n',
    area: null,
  })
  expect(error?.code).toBe('output.readonly')
})
