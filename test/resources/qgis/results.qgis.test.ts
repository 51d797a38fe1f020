import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { converted, namesIn, point, scratch, writeGeojson } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

interface Named {
  id: string
  name: string
}

/** A project with one layer `homes` in homes.gpkg, and a form entry that names `named`. */
async function project(name: string, named: Named): Promise<string> {
  const folder = path(name)
  await mkdir(folder)
  const source = await writeGeojson(path(`${name}.geojson`), [
    { geometry: point(85.1234567891, 27), properties: { name: 'old', at: '2026-02-03T04:05:06Z' } },
    { geometry: null, properties: { name: 'second', at: null } },
  ])
  await converted(source, path(`${name}/homes.gpkg`), '-nln', 'homes', '-lco', 'SPATIAL_INDEX=NO')
  const form = JSON.stringify({ layers: [named] }).replaceAll('"', '&quot;')
  await writeFile(
    path(`${name}/mine.qgs`),
    `<!DOCTYPE qgis><qgis version="3.22.0"><projectlayers><maplayer type="vector" geometry="Point">
      <id>homes_of_somebody</id><datasource>./homes.gpkg|layername=homes</datasource><layername>homes</layername>
      <provider encoding="UTF-8">ogr</provider></maplayer></projectlayers>
      <properties><fieldpack><form type="QString">${form}</form></fieldpack></properties></qgis>`,
  )
  return folder
}

async function linesOf(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

test.for([false, true])(
  'reads a table that is open in WAL mode, without touching it (no osgeo: %s)',
  async (withoutOsgeo) => {
    const name = `wal-${withoutOsgeo}`
    const folder = await project(name, { id: 'homes_of_somebody', name: 'other' })
    const database = new DatabaseSync(path(`${name}/homes.gpkg`))
    try {
      database.exec("pragma journal_mode = wal; update homes set name = 'नया' where name = 'old'")
      const before = await namesIn(folder)
      expect(before).toContain('homes.gpkg-wal')
      const wal = await readFile(path(`${name}/homes.gpkg-wal`))
      const out = path(`${name}-out`)
      await mkdir(out)
      const { layers, project: read } = await succeed('results', { folder, out }, { withoutOsgeo })
      expect(read).toBe(path(`${name}/mine.qgs`))
      expect(layers).toMatchObject([{ id: 'homes_of_somebody', count: 2 }])
      // PyQGIS names the key among the columns, osgeo does not.
      const key = (value: unknown) => (withoutOsgeo ? [value] : [])
      const [first] = layers
      expect(first?.columns).toEqual([...key('fid'), 'name', 'at'])
      expect(await linesOf(first?.file ?? '')).toEqual([
        {
          values: [...key(1), 'नया', '2026-02-03T04:05:06.000Z'],
          geometry: { type: 'Point', coordinates: [85.123456789, 27] },
        },
        { values: [...key(2), 'second', null], geometry: null },
      ])
      expect(await namesIn(folder)).toEqual(before)
      expect(await readFile(path(`${name}/homes.gpkg-wal`))).toEqual(wal)
    } finally {
      database.close()
    }
  },
)

test('finds a layer by its name when it came back with another id', async () => {
  const folder = await project('renamed', { id: 'survey_00000000', name: 'homes' })
  const out = path('renamed-out')
  await mkdir(out)
  expect((await succeed('results', { folder, out })).layers).toMatchObject([
    { id: 'survey_00000000', count: 2 },
  ])
})

test('names the layer that is not there, or cannot be read', async () => {
  const folder = await project('gone', { id: 'x_of_nobody', name: 'nowhere' })
  const asked = { folder, out: path('gone') }
  expect((await call('results', asked)).error).toMatchObject({
    code: 'results.noData',
    params: { layer: 'nowhere' },
  })
  const lost = await project('lost', { id: 'x', name: 'homes' })
  await rm(path('lost/homes.gpkg'))
  expect((await call('results', { folder: lost, out: lost })).error?.code).toBe('results.noData')
  await writeFile(path('lost/homes.gpkg'), 'not a database at all')
  expect((await call('results', { folder: lost, out: lost })).error?.code).toBe('results.noData')
})
