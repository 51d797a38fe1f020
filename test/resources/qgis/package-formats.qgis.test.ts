import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packages } from '#test/resources/qgis/pack.ts'
import { filesOf, sound, xmlOf } from '#test/resources/qgis/packed.ts'
import { python } from '#test/resources/qgis/python.ts'

const packed = packages()

describe('formats', () => {
  test('GeoJSON without a key is copied, with one it is offline', async () => {
    const made = await packed({
      layers: [
        { name: 'plain', kind: 'geojson', features: 3 },
        {
          name: 'keyed',
          kind: 'geojson',
          fields: [{ name: 'fid', type: 'integer' }],
          features: [{ wkt: 'Point (1 1)', values: { fid: 70 } }],
        },
      ],
    })
    sound(made)
    expect(filesOf(made)).toEqual([
      ['plain', 'plain.geojson', 3],
      ['keyed', 'data.gpkg', 1],
    ])
    expect(made.planned.plan.layers.map(({ primaryKey }) => primaryKey)).toEqual([null, 'fid'])
  })

  test('CSV with names that a URL has to quote', async () => {
    const made = await packed({
      texts: { 'sub dir/Straßen & Wege.csv': 'WKT,name\nPoint (1 1),a\nPoint (2 2),b\n"Point (3 3)",c\n' },
      layers: [
        {
          name: 'a',
          kind: 'vector',
          provider: 'delimitedtext',
          source: 'file:./sub%20dir/Stra%C3%9Fen%20&%20Wege.csv?type=csv&wktField=WKT&crs=EPSG:4326',
        },
      ],
    })
    sound(made)
    expect(filesOf(made)).toEqual([['a', 'Straßen & Wege.csv', 3]])
  })

  test('CSV beside the project file', async () => {
    const made = await packed({ layers: [{ name: 'a', kind: 'csv', features: 3 }] })
    sound(made)
    expect(filesOf(made)).toEqual([['a', 'a.csv', 3]])
    expect(await xmlOf(made)).toContain('<datasource>file:./a.csv?')
  })

  test('GeoJSON of several geometry types keeps what each layer shows', async () => {
    const collection = {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { fid: 1 }, geometry: { type: 'Point', coordinates: [1, 1] } },
        {
          type: 'Feature',
          properties: { fid: 2 },
          geometry: {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [1, 1],
            ],
          },
        },
        { type: 'Feature', properties: { fid: 3 }, geometry: null },
        {
          type: 'Feature',
          properties: { fid: 4 },
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 0],
                [1, 1],
                [0, 0],
              ],
            ],
          },
        },
      ],
    }
    const source = (type: string) => `./mixed.geojson|layername=mixed|geometrytype=${type}`
    const made = await packed({
      texts: { 'mixed.geojson': JSON.stringify(collection) },
      layers: [
        { name: 'all', kind: 'vector', source: './mixed.geojson|layername=mixed' },
        { name: 'points', kind: 'vector', source: source('Point') },
        { name: 'lines', kind: 'vector', geometry: 'LineString', source: source('LineString') },
        { name: 'areas', kind: 'vector', geometry: 'Polygon', source: source('Polygon') },
      ],
    })
    sound(made)
    const counts = made.judged.layers.map(({ name, expected, packaged }) => [name, expected, packaged])
    expect(counts.slice(1)).toEqual([
      ['points', 1, 1],
      ['lines', 1, 1],
      ['areas', 1, 1],
    ])
    expect(made.audit.layers.slice(1).map(({ geometry }) => geometry)).toEqual([
      'Point',
      'LineString',
      'Polygon',
    ])
  })
})

describe('rasters', () => {
  test('come with what stands beside them', async () => {
    const made = await packed(
      {
        crs: 'EPSG:3857',
        layers: [
          { name: 'ortho', kind: 'tif', file: 'bilder/ortho.tif' },
          { name: 'map', kind: 'mbtiles', file: 'map.mbtiles' },
        ],
      },
      {
        mend: async (folder) => {
          for (const name of ['ortho.tif.aux.xml', 'ortho.tfw'])
            await writeFile(
              join(folder, 'bilder', name),
              name.endsWith('xml') ? '<PAMDataset/>' : '10\n0\n0\n-10\n5\n2555\n',
            )
          await python(
            `import sys; from osgeo import gdal; gdal.Open(sys.argv[1]).BuildOverviews('NEAREST', [2])`,
            join(folder, 'bilder/ortho.tif'),
          )
        },
      },
    )
    sound(made)
    expect(made.files).toEqual([
      'map.mbtiles',
      'map.mbtiles.aux.xml',
      'ortho.tfw',
      'ortho.tif',
      'ortho.tif.aux.xml',
      'ortho.tif.ovr',
      'site_qfield.qgz',
    ])
    expect(filesOf(made)).toEqual([
      ['ortho', 'ortho.tif', null],
      ['map', 'map.mbtiles', null],
    ])
  })
})

test('a key with a comma in its name leaves a layer where it is, read-only', async () => {
  const made = await packed({
    layers: [
      {
        name: 'A',
        kind: 'gpkg',
        geometry: 'None',
        features: 2,
        sql: ['alter table "A" rename column fid to "a,b"'],
      },
    ],
  })
  sound(made)
  expect(made.planned.plan.layers).toMatchObject([
    { action: 'no_action', file: 'A.gpkg', readOnly: true, isKeyless: true, primaryKey: null },
  ])
  expect(filesOf(made)).toEqual([['A', 'A.gpkg', 2]])
})

test('a layer of a database that a program left in write-ahead mode is complete', async () => {
  const made = await packed(
    { layers: [{ name: 'a', kind: 'gpkg', geometry: 'None', features: 2, cloudAction: 'no_action' }] },
    {
      mend: async (folder) => {
        await mkdir(join(folder, 'later'))
        // A process that ends without closing leaves its last rows in the -wal.
        await python(
          `import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute('pragma journal_mode = wal')
connection.execute('pragma wal_autocheckpoint = 0')
connection.execute("insert into a (name) values ('late')")
os._exit(0)`,
          join(folder, 'a.gpkg'),
        )
      },
    },
  )
  sound(made)
  expect(made.files).toEqual(['a.gpkg', 'site_qfield.qgz'])
  expect(filesOf(made)).toEqual([['a', 'a.gpkg', 3]])
})
