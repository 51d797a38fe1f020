import { v5 as uuid5 } from 'uuid'
import { describe, expect, test } from 'vitest'
import type { SessionParams } from '#worker/domain/qgis/protocol.ts'
import { call, succeed } from '#test/resources/qgis/call.ts'
import {
  bowtie,
  line,
  namesIn,
  point,
  rows,
  scratch,
  square,
  writeGeojson,
} from '#test/resources/qgis/sources.ts'

const { path, folder } = scratch()
const nothing = { path: null, aoi: null, extent: null, namespace: 'n' }

describe('from polygons', () => {
  test('keeps ids and attributes, repairs, and answers the area', async () => {
    const source = await writeGeojson(path('tasks.geojson'), [
      { geometry: square(85, 27, 1), properties: { task_id: 'T-1', team: 'red' } },
      { geometry: square(86, 27, 1), properties: { task_id: 'T-2', team: null } },
      { geometry: bowtie(90, 27, 1), properties: { task_id: 'T-3', team: 'blue' } },
    ])
    const out = path('tasks.gpkg')
    const report = await succeed('tasks', { ...nothing, path: source, out })
    expect(report).toMatchObject({ count: 3, extent: [85, 27, 91, 28], repaired: 1, sourceCrs: 'EPSG:4326' })
    expect(report.area).toMatch(/^MultiPolygon \(\(\(.*85 27/)
    expect(rows(out, 'select task_id, team, uuid from tasks order by fid')).toEqual(
      [
        { task_id: 'T-1', team: 'red' },
        { task_id: 'T-2', team: null },
        { task_id: 'T-3', team: 'blue' },
      ].map((row, index) => ({ ...row, uuid: uuid5(String(index + 1), uuid5('n', uuid5.URL)) })),
    )
    expect(await namesIn(folder())).toEqual(['tasks.geojson', 'tasks.gpkg'])
  })

  test('numbers tasks without an id, and fills gaps with free numbers of the same type', async () => {
    const plain = await writeGeojson(path('plain.geojson'), [
      { geometry: square(1, 1) },
      { geometry: square(2, 1) },
    ])
    await succeed('tasks', { ...nothing, path: plain, out: path('plain.gpkg') })
    expect(rows(path('plain.gpkg'), 'select task_id from tasks')).toEqual([{ task_id: 1 }, { task_id: 2 }])
    const gaps = await writeGeojson(path('gaps.geojson'), [
      { geometry: square(1, 1), properties: { task_id: null } },
      { geometry: square(2, 1), properties: { task_id: '1' } },
    ])
    await succeed('tasks', { ...nothing, path: gaps, out: path('gaps.gpkg') })
    expect(rows(path('gaps.gpkg'), 'select task_id from tasks')).toEqual([{ task_id: '2' }, { task_id: '1' }])
  })

  test('the area of a very detailed union is its convex hull', async () => {
    const circle = Array.from({ length: 6000 }, (_, index) => {
      const angle = (2 * Math.PI * index) / 6000
      const radius = 1 + (index % 2) / 10
      return [radius * Math.cos(angle), radius * Math.sin(angle)]
    })
    const geometry = { type: 'Polygon', coordinates: [[...circle, circle[0]]] }
    const source = await writeGeojson(path('star.geojson'), [{ geometry }])
    const { area } = await succeed('tasks', { ...nothing, path: source, out: path('star.gpkg') })
    expect(area.split(',').length).toBeLessThan(5000)
  })
})

describe('one task', () => {
  test('from the union of an area file', async () => {
    const aoi = await writeGeojson(path('aoi.geojson'), [
      { geometry: square(1, 1, 1) },
      { geometry: square(2, 1, 1) },
    ])
    const report = await succeed('tasks', { ...nothing, aoi, out: path('aoi.gpkg') })
    expect(report).toMatchObject({ count: 1, extent: [1, 1, 3, 2] })
    expect(rows(path('aoi.gpkg'), 'select task_id from tasks')).toEqual([{ task_id: 1 }])
  })

  test('from an extent', async () => {
    const report = await succeed('tasks', { ...nothing, extent: [1, 2, 3, 4], out: path('extent.gpkg') })
    expect(report).toMatchObject({ count: 1, extent: [1, 2, 3, 4], repaired: 0 })
    expect(report.area).toBe('MultiPolygon (((1 2, 3 2, 3 4, 1 4, 1 2)))')
  })
})

type Given = Partial<Pick<SessionParams<'tasks'>, 'path' | 'aoi' | 'extent'>>

async function failureOf(given: Given) {
  return (await call('tasks', { ...nothing, ...given, out: path('failed.gpkg') })).error
}

describe('failures', () => {
  test('points and lines are no task areas', async () => {
    const source = await writeGeojson(path('line.geojson'), [
      { geometry: line([1, 1], [2, 2]) },
      { geometry: point(1, 1) },
    ])
    expect(await failureOf({ path: source })).toMatchObject({
      code: 'tasks.notPolygons',
      params: { file: 'line.geojson' },
    })
    expect(await failureOf({ aoi: source })).toMatchObject({
      code: 'area.invalid',
      params: { file: 'line.geojson' },
    })
  })

  test('unreadable and empty files', async () => {
    expect((await failureOf({ path: path('nowhere.geojson') }))?.code).toBe('tasks.unreadable')
    expect((await failureOf({ aoi: path('nowhere.geojson') }))?.code).toBe('area.invalid')
    expect((await failureOf({ path: await writeGeojson(path('zero.geojson'), []) }))?.code).toBe(
      'tasks.empty',
    )
  })

  test('coordinates that are not where they say', async () => {
    const source = await writeGeojson(path('metres.geojson'), [{ geometry: square(334000, 3055000, 100) }])
    expect((await failureOf({ path: source }))?.code).toBe('tasks.crsUnknown')
  })

  test('no area at all, and extents that are none', async () => {
    expect((await failureOf({}))?.code).toBe('area.missing')
    expect((await failureOf({ extent: [3, 2, 1, 4] }))?.code).toBe('area.invalid')
    expect((await failureOf({ extent: [1, 2, 3, 400] }))?.code).toBe('area.invalid')
  })
})
