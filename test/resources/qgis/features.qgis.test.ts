import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { v5 as uuid5 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { call, succeed, type CallOptions } from '#test/resources/qgis/call.ts'
import {
  bowtie,
  converted,
  line,
  namesIn,
  point,
  ring,
  rows,
  scratch,
  square,
  writeGeojson,
} from '#test/resources/qgis/sources.ts'

const { path, folder } = scratch()

function run(source: string, out: string, given: { reserved?: string[] } = {}, options: CallOptions = {}) {
  const params = {
    path: source,
    out,
    reserved: [],
    answers: [],
    namespace: 'https://example.org/p/1',
    area: null,
    ...given,
  }
  return succeed('features', params, options)
}

const buildings = [
  { geometry: square(85.3, 27.6), properties: { name: 'a', floors: 2, height: 7.5 } },
  { geometry: bowtie(85.31, 27.61), properties: { name: 'b', floors: null, height: 3 } },
  { geometry: null, properties: { name: 'c', floors: 1, height: null } },
  { geometry: square(85.32, 27.62), properties: { name: null, floors: 4, height: 1 } },
]

describe('one family', () => {
  test('keeps attributes, repairs, counts and keys by position', async () => {
    const source = await writeGeojson(path('buildings.geojson'), buildings)
    const out = path('one.gpkg')
    const report = await run(source, out)
    expect(report).toMatchObject({
      read: 4,
      repaired: 1,
      withoutGeometry: 1,
      flattened: 0,
      split: 0,
      sourceCrs: 'EPSG:4326',
      fields: [
        { name: 'name', source: 'name', type: 'text' },
        { name: 'floors', source: 'floors', type: 'integer' },
        { name: 'height', source: 'height', type: 'decimal' },
      ],
    })
    expect(report.tables).toEqual([
      {
        table: 'survey',
        geometry: 'MultiPolygon',
        count: 3,
        extent: [85.3, 27.6, 85.321, expect.closeTo(27.621, 9)],
      },
    ])
    const namespace = uuid5('https://example.org/p/1', uuid5.URL)
    expect(rows(out, 'select name, floors, height, uuid from survey order by fid')).toEqual([
      { name: 'a', floors: 2, height: 7.5, uuid: uuid5('1', namespace) },
      { name: 'b', floors: null, height: 3, uuid: uuid5('2', namespace) },
      { name: null, floors: 4, height: 1, uuid: uuid5('4', namespace) },
    ])
    expect(rows(out, 'pragma journal_mode')).toEqual([{ journal_mode: 'delete' }])
  })

  test('writes what GeoPackage readers rely on: extent, count, spatial index', async () => {
    const out = path('metadata.gpkg')
    await run(await writeGeojson(path('metadata.geojson'), buildings), out)
    expect(rows(out, 'select min_x, max_y from gpkg_contents')).toEqual([
      { min_x: 85.3, max_y: expect.closeTo(27.621, 9) },
    ])
    expect(rows(out, 'select feature_count from gpkg_ogr_contents')).toEqual([{ feature_count: 3 }])
    expect(rows(out, 'select geometry_type_name, z, m, srs_id from gpkg_geometry_columns')).toEqual([
      { geometry_type_name: 'MULTIPOLYGON', z: 0, m: 0, srs_id: 4326 },
    ])
    expect(rows(out, 'select count(*) as n from rtree_survey_geom where maxx < 85.315')).toEqual([{ n: 2 }])
    const triggers = rows(
      out,
      "select name from sqlite_master where type = 'trigger' and tbl_name = 'survey'",
    )
    expect(triggers.map(({ name }) => name)).toContain('trigger_insert_feature_count_survey')
    expect(triggers.map(({ name }) => name)).toContain('rtree_survey_geom_insert')
  })

  test('a repaired bowtie is two triangles', async () => {
    const out = path('bowtie.gpkg')
    await run(await writeGeojson(path('bowtie.geojson'), [{ geometry: bowtie(10, 10, 1) }]), out)
    // The 9 bytes behind a header with a box: byte order, MultiPolygon, number of parts.
    expect(rows(out, 'select hex(substr(geom, 41, 9)) as wkb from survey')).toEqual([
      { wkb: '010600000002000000' },
    ])
  })

  test('what cannot be repaired stays as it was and is told', async () => {
    const flat = [
      [
        [1, 1],
        [2, 2],
        [1, 1],
        [1, 1],
      ],
    ]
    const source = await writeGeojson(path('flat.geojson'), [
      { geometry: { type: 'Polygon', coordinates: flat } },
      { geometry: square(1, 1) },
    ])
    const { result, logs } = await call('features', {
      path: source,
      out: path('flat.gpkg'),
      reserved: [],
      answers: [],
      namespace: 'n',
      area: null,
    })
    expect(result).toMatchObject({ read: 2, repaired: 0, tables: [{ count: 2 }] })
    expect(logs).toContainEqual({ level: 'warning', message: expect.stringContaining('1 geometries') })
  })
})

describe('several families', () => {
  test('each has its table, the most frequent is the survey', async () => {
    const source = await writeGeojson(path('mixed.geojson'), [
      { geometry: point(1, 1), properties: { n: 1 } },
      { geometry: square(2, 2), properties: { n: 2 } },
      { geometry: line([1, 1], [2, 2]), properties: { n: 3 } },
      { geometry: square(3, 3), properties: { n: 4 } },
      { geometry: { type: 'MultiPoint', coordinates: [[5, 5]] }, properties: { n: 5 } },
      {
        geometry: {
          type: 'MultiPoint',
          coordinates: [
            [5, 5],
            [6, 6],
          ],
        },
        properties: { n: 6 },
      },
      { geometry: { type: 'MultiPolygon', coordinates: [[ring(4, 4, 1)]] }, properties: { n: 7 } },
    ])
    const out = path('mixed.gpkg')
    const { tables } = await run(source, out)
    expect(tables.map(({ table, geometry, count }) => [table, geometry, count])).toEqual([
      ['survey', 'MultiPolygon', 3],
      ['survey_point', 'Point', 2],
      ['survey_line', 'MultiLineString', 1],
      ['survey_multipoint', 'MultiPoint', 1],
    ])
    expect(rows(out, 'select n from survey_point order by fid')).toEqual([{ n: 1 }, { n: 5 }])
    expect(
      rows(out, 'select table_name, geometry_type_name as kind from gpkg_geometry_columns order by 1'),
    ).toEqual([
      { table_name: 'survey', kind: 'MULTIPOLYGON' },
      { table_name: 'survey_line', kind: 'MULTILINESTRING' },
      { table_name: 'survey_multipoint', kind: 'MULTIPOINT' },
      { table_name: 'survey_point', kind: 'POINT' },
    ])
    expect(rows(out, 'select count(*) as n from rtree_survey_point_geom')).toEqual([{ n: 2 }])
  })

  test('a collection is split, each part with the attributes and a key of its own', async () => {
    const source = await writeGeojson(path('collection.geojson'), [
      { geometry: square(2, 2), properties: { n: 1 } },
      {
        geometry: {
          type: 'GeometryCollection',
          geometries: [
            square(3, 3),
            point(3, 3),
            { type: 'GeometryCollection', geometries: [square(4, 4), line([1, 1], [2, 2])] },
          ],
        },
        properties: { n: 2 },
      },
    ])
    const out = path('collection.gpkg')
    const { tables, split, read } = await run(source, out)
    expect({ split, read }).toEqual({ split: 1, read: 2 })
    expect(tables.map(({ table, count }) => [table, count])).toEqual([
      ['survey', 2],
      ['survey_line', 1],
      ['survey_point', 1],
    ])
    const keys = ['survey', 'survey_line', 'survey_point'].flatMap((table) =>
      rows(out, `select uuid from ${table} where n = 2`).map(({ uuid }) => uuid),
    )
    expect(new Set(keys).size).toBe(3)
  })

  test('Z and M go and are counted; curves become lines', async () => {
    const source = path('zm.csv')
    await writeFile(
      source,
      'wkt;n\n"POLYGON Z ((0 0 5,1 0 5,1 1 5,0 0 5))";1\n"CURVEPOLYGON (CIRCULARSTRING (0 0,1 1,2 0,1 -1,0 0))";2\n"POLYGON ZM ((0 0 5 1,1 0 5 1,1 1 5 1,0 0 5 1))";3\n',
    )
    const out = path('zm.gpkg')
    const { flattened, tables, fields } = await run(source, out)
    expect({ flattened, count: tables[0]?.count, fields }).toEqual({
      flattened: 2,
      count: 3,
      fields: [{ name: 'n', source: 'n', type: 'integer' }],
    })
    // Type 6, two dimensions, in every row.
    expect(rows(out, 'select distinct hex(substr(geom, 41, 5)) as wkb from survey')).toEqual([
      { wkb: '0106000000' },
    ])
  })
})

describe('attributes', () => {
  test('nested values and lists become JSON text, dates and booleans keep their type', async () => {
    const source = await writeGeojson(path('types.geojson'), [
      {
        geometry: point(1, 1),
        properties: {
          tags: { a: { b: 'नेपाल' } },
          list: ['x', 'y'],
          numbers: [1, 2],
          seen: '2024-01-02',
          at: '2024-01-02T03:04:05+02:00',
          done: true,
          big: 12345678901234,
          empty: null,
        },
      },
    ])
    const out = path('types.gpkg')
    const { fields } = await run(source, out)
    expect(Object.fromEntries(fields.map(({ name, type }) => [name, type]))).toEqual({
      tags: 'text',
      list: 'text',
      numbers: 'text',
      seen: 'date',
      at: 'datetime',
      done: 'boolean',
      big: 'integer',
      empty: 'text',
    })
    const [row] = rows(out, 'select tags, list, numbers, seen, at, done, big, empty from survey')
    expect(JSON.parse(String(row?.['tags']))).toEqual({ a: { b: 'नेपाल' } })
    expect(row).toMatchObject({
      list: '["x", "y"]',
      numbers: '[1, 2]',
      seen: '2024-01-02',
      at: '2024-01-02T01:04:05.000Z',
      done: 1,
      big: 12345678901234,
      empty: null,
    })
  })

  test('names are safe, unique whatever their case, and out of the way of the form', async () => {
    const properties = {
      fid: 'a',
      Name: 'b',
      name: 'c',
      'addr:street': 'd',
      'q"o': 'e',
      floors: 'f',
      task_id: 7,
      GEOM: 'g',
    }
    const source = await writeGeojson(path('names.geojson'), [{ geometry: point(1, 1), properties }])
    const out = path('names.gpkg')
    const { fields } = await run(source, out, { reserved: ['Floors'] })
    expect(fields.map(({ source: from, name }) => [from, name])).toEqual([
      ['fid', 'seed_fid'],
      ['Name', 'Name'],
      ['name', 'name_2'],
      ['addr:street', 'addr:street'],
      ['q"o', 'q_o'],
      ['floors', 'seed_floors'],
      ['task_id', 'task_id'],
      ['GEOM', 'seed_GEOM'],
    ])
    expect(rows(out, 'select Name, name_2, seed_floors, task_id from survey')).toEqual([
      { Name: 'b', name_2: 'c', seed_floors: 'f', task_id: 7 },
    ])
  })

  test("the source's own keys are kept when they are filled and unique, and become an attribute when not", async () => {
    const kept = await writeGeojson(path('kept.geojson'), [
      { geometry: point(1, 1), properties: { uuid: 'k1' } },
      { geometry: point(2, 2), properties: { uuid: 'k2' } },
    ])
    const twice = await writeGeojson(path('twice.geojson'), [
      { geometry: point(1, 1), properties: { uuid: 'k1' } },
      { geometry: point(2, 2), properties: { uuid: 'k1' } },
    ])
    expect((await run(kept, path('kept.gpkg'))).fields).toEqual([])
    expect(rows(path('kept.gpkg'), 'select uuid from survey')).toEqual([{ uuid: 'k1' }, { uuid: 'k2' }])
    expect((await run(twice, path('twice.gpkg'))).fields).toEqual([
      { name: 'seed_uuid', source: 'uuid', type: 'text' },
    ])
    const [first, second] = rows(path('twice.gpkg'), 'select uuid, seed_uuid from survey')
    expect(first?.['seed_uuid']).toBe('k1')
    expect(first?.['uuid']).not.toBe(second?.['uuid'])
  })

  test('a number with leading zeros in a CSV stays text', async () => {
    const source = path('codes.csv')
    await writeFile(source, 'id,lat,lon,code,when\n1,27.7,85.3,007,2024-01-01\n2,27.8,85.4,010,\n')
    const out = path('codes.gpkg')
    const { fields, tables, sourceCrs } = await run(source, out)
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'integer'],
      ['lat', 'decimal'],
      ['lon', 'decimal'],
      ['code', 'text'],
      ['when', 'date'],
    ])
    expect({ extent: tables[0]?.extent, sourceCrs }).toEqual({
      extent: [85.3, 27.7, 85.4, 27.8],
      sourceCrs: 'EPSG:4326',
    })
    expect(rows(out, 'select code, "when" from survey')).toEqual([
      { code: '007', when: '2024-01-01' },
      { code: '010', when: null },
    ])
  })
})

describe.each([{ withoutOsgeo: false }, { withoutOsgeo: true }])('formats, %o', (options) => {
  const name = (file: string) => path(`${options.withoutOsgeo ? 'q' : 'g'}-${file}`)

  test('a projected Shapefile, plain and zipped, becomes longitude and latitude', async () => {
    const source = await writeGeojson(name('shp.geojson'), buildings)
    await mkdir(name('shp'))
    const shape = await converted(source, `${name('shp')}/b.shp`, '-t_srs', 'EPSG:32645')
    const before = await namesIn(name('shp'))
    const zipped = await converted(source, name('b.shp.zip'), '-t_srs', 'EPSG:32645')
    for (const file of [shape, zipped]) {
      const out = name('shp.gpkg')
      const report = await run(file, out, {}, options)
      expect(report).toMatchObject({ sourceCrs: 'EPSG:32645', read: 4, withoutGeometry: 1, repaired: 1 })
      report.tables[0]?.extent.forEach((value, index) => {
        expect(value).toBeCloseTo([85.3, 27.6, 85.321, 27.621][index] ?? 0, 6)
      })
      expect(rows(out, 'select name from survey')).toEqual([{ name: 'a' }, { name: 'b' }, { name: null }])
    }
    expect(await namesIn(name('shp'))).toEqual(before)
  })

  test('a GeoPackage in WAL mode with two layers is read whole and left alone', async () => {
    const source = await writeGeojson(name('gpkg.geojson'), buildings)
    await mkdir(name('gpkg'))
    const file = `${name('gpkg')}/two.gpkg`
    await converted(source, file, '-nln', 'houses', '--config', 'OGR_SQLITE_JOURNAL', 'WAL')
    await converted(
      source,
      file,
      '-nln',
      'sheds',
      '-update',
      '-append',
      '-s_srs',
      'EPSG:4326',
      '-t_srs',
      'EPSG:3857',
    )
    const before = {
      bytes: await readFile(file),
      names: await namesIn(name('gpkg')),
      at: (await stat(file)).mtimeMs,
    }
    const report = await run(file, name('two-out.gpkg'), {}, options)
    expect(report).toMatchObject({ read: 8, tables: [{ count: 6 }] })
    expect(await namesIn(name('gpkg'))).toEqual(before.names)
    expect((await stat(file)).mtimeMs).toBe(before.at)
    expect((await readFile(file)).equals(before.bytes)).toBe(true)
  })

  test('KML', async () => {
    const source = await writeGeojson(name('kml.geojson'), [
      { geometry: point(85.3, 27.6), properties: { Name: 'Tap' } },
    ])
    const out = name('kml.gpkg')
    const report = await run(await converted(source, name('places.kml'), '-f', 'KML'), out, {}, options)
    expect(report.tables).toMatchObject([{ table: 'survey', geometry: 'Point', count: 1 }])
    expect(rows(out, 'select Name from survey')).toEqual([{ Name: 'Tap' }])
  })

  test('CSV with x/y, types and keys as from anywhere else', async () => {
    await writeFile(name('xy.csv'), 'code,lat,lon\n007,27.7,85.3\n')
    const out = name('xy.gpkg')
    const report = await run(name('xy.csv'), out, {}, options)
    expect(report.extent).toEqual([85.3, 27.7, 85.3, 27.7])
    expect(rows(out, 'select code, lat from survey')).toEqual([{ code: '007', lat: 27.7 }])
  })

  test('GeoJSON with all kinds of values', async () => {
    const properties = {
      tags: { a: 1 },
      list: ['x'],
      seen: '2024-01-02',
      at: '2024-01-02T03:04:05Z',
      done: false,
      n: 5,
    }
    const source = await writeGeojson(name('values.geojson'), [{ geometry: point(1, 1), properties }])
    const out = name('values.gpkg')
    await run(source, out, {}, options)
    const [row] = rows(out, 'select * from survey')
    expect(JSON.parse(String(row?.['tags']))).toEqual({ a: 1 })
    expect(row).toMatchObject({
      list: '["x"]',
      seen: '2024-01-02',
      at: '2024-01-02T03:04:05.000Z',
      done: 0,
      n: 5,
    })
  })
})

test('a cancelled pass ends with job.cancelled and leaves nothing behind', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ geometry: point(index / 100, 1) }))
  await mkdir(path('cancel'))
  const source = await writeGeojson(path('cancel/in.geojson'), many)
  await copyFile(source, path('cancel/other.geojson'))
  const params = {
    path: source,
    out: path('cancel/out.gpkg'),
    reserved: [],
    answers: [],
    namespace: 'n',
    area: null,
  }
  const { error } = await call('features', params, { cancelAt: 2 })
  expect(error?.code).toBe('job.cancelled')
  expect(await namesIn(path('cancel'))).toEqual(['in.geojson', 'other.geojson'])
  expect(folder()).not.toBe('')
})
