import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProject } from '#test/resources/qgis/call.ts'
import { packages, type Packed } from '#test/resources/qgis/pack.ts'

const packed = packages()

/** Rows of the package's GeoPackage, in the order of their keys. */
function rows({ out }: Packed, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(out, 'data.gpkg'), { readOnly: true })
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}

const columns = (made: Packed, table: string): unknown[] =>
  rows(made, `pragma table_info("${table}")`).map(({ name }) => name)

const geometryType = (made: Packed, table: string): unknown =>
  rows(made, `select geometry_type_name t, z, m from gpkg_geometry_columns where table_name = '${table}'`)[0]

function sound({ judged, audit }: Packed): void {
  expect(judged.error).toBeNull()
  expect(judged.lines).toEqual([])
  expect(audit.outside).toEqual([])
}

async function layerOf({ project }: Packed, name: string) {
  const found = (await readProject(project)).layers.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no layer ${name}`)
  return found
}

describe('an offline layer', () => {
  test('keeps its id, form, constraints and key in data.gpkg', async () => {
    const made = await packed({
      layers: [
        {
          name: 'Wells',
          kind: 'gpkg',
          action: 'copy',
          cloudAction: 'offline',
          fields: [
            { name: 'name', alias: 'Name of the well', constraint: 'length("name") > 0' },
            {
              name: 'kind',
              widget: { type: 'ValueMap', config: { map: [{ 'Hand pump': 'hand' }] } },
              default: "'hand'",
            },
          ],
          features: 7,
        },
      ],
    })
    sound(made)
    expect(made.files).toEqual(['data.gpkg', 'site_qfield.qgz'])
    expect(made.judged.layers).toEqual([
      {
        id: made.ids['Wells'],
        name: 'Wells',
        action: 'offline',
        file: 'data.gpkg',
        table: 'wells',
        expected: 7,
        packaged: 7,
        isOnline: false,
        readOnly: false,
      },
    ])
    const layer = await layerOf(made, 'Wells')
    expect(layer.id).toBe(made.ids['Wells'])
    expect(layer.source).toMatch(/data\.gpkg\|layername=wells$/)
    expect(layer.customProperties).toMatchObject({
      'QFieldSync/sourceDataPrimaryKeys': 'fid',
      remoteLayerId: made.ids['Wells'],
      'QFieldSync/cloud_action': 'offline',
    })
    expect(layer.fields.map(({ name }) => name)).toEqual(['fid_1', 'fid', 'name', 'kind'])
    expect(layer.fields[0]).toMatchObject({ widget: 'Hidden' })
    expect(layer.fields[1]).toMatchObject({ notNull: false, unique: false })
    expect(layer.fields[2]).toMatchObject({ alias: 'Name of the well', constraint: 'length("name") > 0' })
    expect(layer.fields[3]).toMatchObject({ widget: 'ValueMap', default: "'hand'" })
    expect(rows(made, 'pragma journal_mode')).toEqual([{ journal_mode: 'delete' }])
  })

  test('has the source’s keys in a column of their own', async () => {
    const made = await packed({
      layers: [
        {
          name: 'a',
          kind: 'gpkg',
          geometry: 'None',
          features: 3,
          sql: ['update a set fid = fid * 10 where fid > 1'],
        },
      ],
    })
    sound(made)
    expect(rows(made, 'select fid_1, fid, name from a')).toEqual([
      { fid_1: 1, fid: 1, name: 'f0' },
      { fid_1: 2, fid: 20, name: 'f1' },
      { fid_1: 3, fid: 30, name: 'f2' },
    ])
  })

  test('keeps columns called fid_1, geom and FID', async () => {
    const made = await packed({
      layers: [
        {
          name: 'a',
          kind: 'gpkg',
          fields: [{ name: 'fid_1', type: 'integer' }, { name: 'geom_1' }],
          features: 2,
        },
        {
          name: 'b',
          kind: 'csv',
          fields: [{ name: 'FID', type: 'integer' }, { name: 'geom' }],
          features: [{ wkt: 'Point (1 1)', values: { FID: 9, geom: 'x' } }],
        },
      ],
    })
    sound(made)
    expect(columns(made, 'a')).toEqual(['fid_2', 'geom', 'fid', 'fid_1', 'geom_1'])
    expect(rows(made, 'select fid_1, FID, geom from b')).toMatchObject([{ fid_1: 1, FID: 9, geom: 'x' }])
    expect((await layerOf(made, 'b')).fields.map(({ name }) => name)).toEqual(['fid_1', 'FID', 'geom'])
  })

  test('keeps names in any script, and tables have readable ones', async () => {
    const made = await packed({
      layers: [
        {
          name: 'Точки води №1',
          kind: 'gpkg',
          file: 'вода.gpkg',
          table: 'вода',
          fields: [{ name: 'назва' }],
          features: 2,
        },
        { name: 'Puits d’eau', kind: 'gpkg', features: 1 },
        { name: 'puits d eau', kind: 'gpkg', file: 'other.gpkg', table: 'x', features: 4 },
        { name: '水', kind: 'gpkg', file: 'w.gpkg', table: 'w', features: 1 },
      ],
    })
    sound(made)
    expect(made.judged.layers.map(({ table, packaged }) => [table, packaged])).toEqual([
      ['tochki_vodi_no1', 2],
      ['puits_deau', 1],
      ['puits_d_eau', 4],
      ['shui', 1],
    ])
    expect((await layerOf(made, 'Точки води №1')).fields.map(({ name }) => name)).toContain('назва')
  })

  test('may be empty', async () => {
    const made = await packed({
      layers: [{ name: 'a', kind: 'gpkg', geometry: 'MultiPolygon', features: [] }],
    })
    sound(made)
    expect(made.judged.layers).toMatchObject([{ expected: 0, packaged: 0 }])
  })

  test.each([
    ['PointZ', 'PointZ (1 2 3)', 'POINT', 1, 0],
    ['PointZM', 'PointZM (1 2 3 4)', 'POINT', 1, 1],
    ['LineStringM', 'LineStringM (1 2 3, 2 3 4)', 'LINESTRING', 0, 1],
    ['MultiPolygonZ', 'MultiPolygonZ (((0 0 1, 1 0 1, 1 1 1, 0 0 1)))', 'MULTIPOLYGON', 1, 0],
    ['MultiPoint', 'MultiPoint ((0 0), (1 1))', 'MULTIPOINT', 0, 0],
  ])('of %s stays that', async (geometry, wkt, name, z, m) => {
    const made = await packed({ layers: [{ name: 'a', kind: 'gpkg', geometry, features: [{ wkt }, {}] }] })
    sound(made)
    expect(geometryType(made, 'a')).toEqual({ t: name, z, m })
    expect(made.audit.layers[0]?.geometry).toBe(geometry)
    expect(made.judged.layers[0]?.packaged).toBe(2)
  })

  test('without geometry is a table', async () => {
    const made = await packed({ layers: [{ name: 'a', kind: 'gpkg', geometry: 'None', features: 3 }] })
    sound(made)
    expect(made.audit.layers[0]).toMatchObject({ geometry: 'NoGeometry', count: 3 })
  })

  test('in memory gets a table whatever its action says; its features nobody has seen since QGIS was closed', async () => {
    const made = await packed({
      layers: [{ name: 'Sketch', kind: 'memory', cloudAction: 'no_action', features: 5 }],
    })
    sound(made)
    expect(made.judged.layers).toMatchObject([
      { action: 'offline', file: 'data.gpkg', table: 'sketch', expected: 0, packaged: 0, readOnly: true },
    ])
  })

  test('keeps milliseconds, and features that have no geometry or an empty one, in an area too', async () => {
    const feature = (fid: number, at: string | null, geometry: unknown) => ({
      type: 'Feature',
      properties: { fid, at },
      geometry,
    })
    const point = (...coordinates: number[]) => ({ type: 'Point', coordinates })
    const features = [
      feature(5, '2026-02-28T10:11:12.345Z', point(1, 1)),
      feature(3, '2026-02-28T10:11:12Z', null),
      feature(4, null, point(9, 9)),
      feature(1, '2026-02-28T10:11:12.250Z', point(2, 2)),
    ]
    const spec: Parameters<typeof packed>[0] = {
      texts: { 'a.geojson': JSON.stringify({ type: 'FeatureCollection', features }) },
      layers: [
        { name: 'a', kind: 'vector', source: './a.geojson', provider: 'ogr', cloudAction: 'offline' },
        { name: 'empty', kind: 'gpkg', features: [{ wkt: 'Point EMPTY' }, {}, { wkt: 'Point (1 1)' }] },
      ],
    }
    const made = await packed(spec)
    sound(made)
    expect(rows(made, 'select fid, substr(at, 12, 12) as at, geom is null as bare from a')).toEqual([
      { fid: 5, at: '10:11:12.345', bare: 0 },
      { fid: 3, at: expect.stringMatching(/^10:11:12(.000)?$/) as string, bare: 1 },
      { fid: 4, at: null, bare: 0 },
      { fid: 1, at: '10:11:12.250', bare: 0 },
    ])
    const cut = await packed({
      ...spec,
      entries: [
        { scope: 'qfieldsync', key: 'areaOfInterest', value: 'Polygon ((0 0, 3 0, 3 3, 0 3, 0 0))' },
        { scope: 'qfieldsync', key: 'areaOfInterestCrs', value: 'EPSG:4326' },
        { scope: 'qfieldsync', key: 'offlineCopyOnlyAoi', value: true },
      ],
    })
    sound(cut)
    expect(rows(cut, 'select fid, substr(at, 12, 12) as at from a order by fid')).toEqual([
      { fid: 1, at: '10:11:12.250' },
      { fid: 5, at: '10:11:12.345' },
    ])
  })

  test('loses no type of column', async () => {
    const made = await packed({
      layers: [
        {
          name: 'a',
          kind: 'gpkg',
          fields: [
            { name: 'i', type: 'integer' },
            { name: 'd', type: 'decimal' },
            { name: 'day', type: 'date' },
            { name: 'at', type: 'datetime' },
            { name: 'yes', type: 'boolean' },
          ],
          geometry: 'None',
          features: [],
          sql: [
            "insert into a values (1, 2000000000, 0.1, '2026-02-28', '2026-02-28T10:11:12Z', 1), (2, null, null, null, null, null)",
          ],
        },
      ],
    })
    sound(made)
    expect(rows(made, 'select i, d, day, at, yes from a')).toEqual([
      {
        i: 2_000_000_000,
        d: 0.1,
        day: '2026-02-28',
        at: expect.stringMatching(/^2026-02-28T10:11:12/) as string,
        yes: 1,
      },
      { i: null, d: null, day: null, at: null, yes: null },
    ])
  })
})

describe('filters', () => {
  test('leave at home what the layer does not show', async () => {
    const made = await packed({
      layers: [{ name: 'a', kind: 'gpkg', features: 9, filter: `"name" IN ('f1', 'f2')` }],
    })
    sound(made)
    expect(rows(made, 'select name from a')).toEqual([{ name: 'f1' }, { name: 'f2' }])
    expect((await layerOf(made, 'a')).source).toContain('|subset=')
  })

  test('of two layers of one source share one table', async () => {
    const made = await packed({
      layers: [
        { name: 'one', kind: 'gpkg', file: 's.gpkg', table: 's', features: 9, filter: `"name" < 'f3'` },
        { name: 'two', kind: 'gpkg', file: 's.gpkg', table: 's', filter: `"name" >= 'f2' AND "name" < 'f5'` },
      ],
    })
    sound(made)
    expect(made.judged.layers.map(({ table, packaged }) => [table, packaged])).toEqual([
      ['one', 3],
      ['one', 3],
    ])
    expect(rows(made, 'select count(*) n from one')).toEqual([{ n: 5 }])
  })

  test('beside a layer without one take the whole table', async () => {
    const made = await packed({
      layers: [
        { name: 'some', kind: 'gpkg', file: 's.gpkg', table: 's', features: 9, filter: `"name" = 'f3'` },
        { name: 'all', kind: 'gpkg', file: 's.gpkg', table: 's' },
      ],
    })
    sound(made)
    expect(made.judged.layers.map(({ table, packaged }) => [table, packaged])).toEqual([
      ['some', 1],
      ['some', 9],
    ])
  })

  test('in another dialect than SQLite’s give each layer its own table', async () => {
    const made = await packed({
      layers: [
        {
          name: 'one',
          kind: 'csv',
          file: 's.csv',
          fields: [{ name: 'fid', type: 'integer' }, { name: 'name' }],
          features: Array.from({ length: 6 }, (_, at) => ({
            wkt: `Point (${at} 1)`,
            values: { fid: at, name: `f${at}` },
          })),
          filter: `to_int(right("name", 1)) < 2`,
        },
        {
          name: 'two',
          kind: 'csv',
          file: 's.csv',
          table: 'one',
          fields: [{ name: 'fid', type: 'integer' }, { name: 'name' }],
          filter: `to_int(right("name", 1)) > 3`,
        },
      ],
    })
    sound(made)
    expect(made.judged.layers.map(({ table, expected, packaged }) => [table, expected, packaged])).toEqual([
      ['one', 2, 2],
      ['one_1', 2, 2],
    ])
    expect(rows(made, 'select table_name t from gpkg_contents order by 1')).toEqual([
      { t: 'one' },
      { t: 'one_1' },
    ])
  })
})
