import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProject } from '#test/resources/qgis/call.ts'
import { packages, type Packed } from '#test/resources/qgis/pack.ts'
import { python } from '#test/resources/qgis/python.ts'

const packed = packages()

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="9" fill="#d00"/></svg>'

function sound({ judged, audit }: Packed): void {
  expect(judged.lines).toEqual([])
  expect(judged.error).toBeNull()
  expect(audit.outside).toEqual([])
}

async function xmlOf({ project }: Packed): Promise<string> {
  return python(
    `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print(archive.read(next(name for name in archive.namelist() if name.endswith('.qgs'))).decode())`,
    project,
  )
}

const filesOf = (made: Packed) => made.judged.layers.map(({ name, file, packaged }) => [name, file, packaged])

describe('files of one name from two folders', () => {
  test('both come along', async () => {
    const made = await packed({
      layers: [
        { name: 'A', kind: 'gpkg', file: 'a/x.gpkg', table: 'x', cloudAction: 'no_action', features: 2 },
        {
          name: 'B',
          kind: 'gpkg',
          file: 'b/x.gpkg',
          table: 'x',
          cloudAction: 'copy',
          geometry: 'Polygon',
          features: 3,
        },
        {
          name: 'C',
          kind: 'gpkg',
          file: 'b/x.gpkg',
          table: 'x',
          cloudAction: 'no_action',
          geometry: 'Polygon',
          filter: '"name" = \'f1\'',
        },
      ],
    })
    sound(made)
    expect(made.files).toEqual(['site_qfield.qgz', 'x.gpkg', 'x_1.gpkg'])
    expect(filesOf(made)).toEqual([
      ['A', 'x.gpkg', 2],
      ['B', 'x_1.gpkg', 3],
      ['C', 'x_1.gpkg', 1],
    ])
    expect(made.audit.layers.map(({ geometry }) => geometry)).toEqual(['Point', 'Polygon', 'Polygon'])
  })

  test('Shapefiles bring all that belongs to them', async () => {
    const made = await packed({
      layers: [
        { name: 'A', kind: 'shp', file: 'a/Ort.shp', features: 2 },
        { name: 'B', kind: 'shp', file: 'b/ort.shp', geometry: 'Polygon', features: 3 },
      ],
    })
    sound(made)
    // No key that the server could use: as they are, and read-only.
    expect(made.judged.layers.map(({ action, readOnly }) => [action, readOnly])).toEqual([
      ['no_action', true],
      ['no_action', true],
    ])
    expect(made.files).toEqual(
      [
        ...['cpg', 'dbf', 'prj', 'shp', 'shx'].flatMap((end) => [`Ort.${end}`, `ort_1.${end}`]),
        'site_qfield.qgz',
      ].sort(),
    )
    expect(filesOf(made)).toEqual([
      ['A', 'Ort.shp', 2],
      ['B', 'ort_1.shp', 3],
    ])
    const [layer] = (await readProject(made.project)).layers
    expect(layer).toMatchObject({
      readOnly: true,
      customProperties: { 'QFieldSync/unsupported_source_pk': '1' },
    })
    expect(layer?.customProperties).not.toHaveProperty('remoteLayerId')
  })

  test('a user’s own data.gpkg makes way for the offline layers', async () => {
    const made = await packed({
      layers: [
        {
          name: 'mine',
          kind: 'gpkg',
          file: 'data.gpkg',
          table: 'mine',
          cloudAction: 'no_action',
          features: 4,
        },
        { name: 'other', kind: 'gpkg', file: 'other.gpkg', features: 2 },
      ],
    })
    sound(made)
    expect(filesOf(made)).toEqual([
      ['mine', 'data_1.gpkg', 4],
      ['other', 'data.gpkg', 2],
    ])
    expect(made.planned.findings).toMatchObject([
      { code: 'packageRenamed', params: { file: 'data.gpkg', name: 'data_1.gpkg' } },
    ])
  })

  test('a user’s own data.gpkg keeps its name where there is no offline layer', async () => {
    const made = await packed({
      layers: [
        {
          name: 'mine',
          kind: 'gpkg',
          file: 'data.gpkg',
          table: 'mine',
          cloudAction: 'no_action',
          features: 4,
        },
      ],
    })
    sound(made)
    expect(made.files).toEqual(['data.gpkg', 'site_qfield.qgz'])
  })
})

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

describe('what layers look like', () => {
  test('symbols come along where the project names them', async () => {
    const made = await packed({
      texts: { 'svg/well.svg': svg },
      layers: [
        { name: 'a', kind: 'gpkg', features: 2, svg: 'svg/well.svg' },
        { name: 'b', kind: 'gpkg', features: 2, cloudAction: 'no_action' },
      ],
      replace: [],
    })
    sound(made)
    expect(made.files).toContain('svg/well.svg')
    expect(await xmlOf(made)).toContain('"./svg/well.svg"')
    expect(await readFile(join(made.out, 'svg/well.svg'), 'utf8')).toBe(svg)
  })

  test('an embedded symbol stays embedded', async () => {
    const embedded = `base64:${Buffer.from(svg).toString('base64')}`
    const made = await packed({ layers: [{ name: 'a', kind: 'gpkg', features: 2, svg: embedded }] })
    sound(made)
    expect(await xmlOf(made)).toContain(embedded)
  })
})

test('an image on the map comes along', async () => {
  const made = await packed({
    layers: [{ name: 'A', kind: 'gpkg', features: 1 }],
    texts: { 'pictures/logo.png': 'picture', 'pictures/other.png': 'other' },
    entries: [{ scope: 'Image', key: 'ImagePath', value: './pictures/logo.png' }],
  })
  sound(made)
  expect(made.files).toEqual(['data.gpkg', 'pictures/logo.png', 'site_qfield.qgz'])
  expect(await xmlOf(made)).toContain('./pictures/logo.png')
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

test('labels that were moved by hand stay where they were put', async () => {
  const made = await packed(
    { layers: [{ name: 'A', kind: 'gpkg', features: 3 }] },
    { mend: async (folder) => python(moveLabels, join(folder, 'site.qgz')) },
  )
  sound(made)
  expect(JSON.parse(await python(labelPlaces, made.project))).toEqual([51, 52, null])
})

const moveLabels = `
import os, sys
os.environ['QT_QPA_PLATFORM'] = 'offscreen'
from qgis.core import *
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
project.read(sys.argv[1])
[layer] = project.mapLayers().values()
labels = QgsPalLayerSettings()
labels.fieldName = 'name'
layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
layer.setAuxiliaryLayer(project.auxiliaryStorage().createAuxiliaryLayer(layer.fields().field('fid'), layer))
QgsAuxiliaryLayer.createProperty(QgsPalLayerSettings.PositionX, layer)
moved = layer.auxiliaryLayer()
moved.startEditing()
for key in (1, 2):
    feature = QgsFeature(moved.fields())
    feature['ASPK'], feature['labeling_positionx'] = str(key), 50.0 + key
    moved.addFeature(feature)
project.write()
os._exit(0)`

const labelPlaces = `
import json, os, sys
os.environ['QT_QPA_PLATFORM'] = 'offscreen'
from qgis.core import *
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
project.read(sys.argv[1])
[layer] = project.mapLayers().values()
print(json.dumps([each['auxiliary_storage_labeling_positionx'] for each in layer.getFeatures()], default=lambda _: None))
sys.stdout.flush()
os._exit(0)`

describe('what goes with a project', () => {
  test('plugin and translations have the packaged project’s name', async () => {
    const made = await packed({
      texts: {
        'site.qml': 'import QtQuick\nItem {}\n',
        'site_fr.qm': 'x',
        'other.qml': '<qgis/>',
        'notes.txt': '',
      },
      layers: [{ name: 'a', kind: 'gpkg', features: 1 }],
    })
    sound(made)
    expect(made.files).toEqual(['data.gpkg', 'site_qfield.qgz', 'site_qfield.qml', 'site_qfield_fr.qm'])
  })

  test('nobody’s name or folder is told', async () => {
    const made = await packed({
      layers: [{ name: 'a', kind: 'gpkg', features: 1 }],
      entries: [{ scope: 'Digitizing', key: 'LastFolder', value: '/home/ana/Secret project/photos' }],
    })
    sound(made)
    const xml = await xmlOf(made)
    expect(xml).not.toContain('/home/ana')
    expect(xml).not.toContain(made.folder)
    expect(xml).not.toMatch(/saveUser/)
  })

  test('default values are the form’s business, and layers are edited apart', async () => {
    const made = await packed({
      layers: [{ name: 'a', kind: 'gpkg', features: 1 }],
      replace: [
        ['<autotransaction active="0"', '<autotransaction active="1"'],
        ['<evaluateDefaultValues active="0"', '<evaluateDefaultValues active="1"'],
      ],
    })
    sound(made)
    const xml = await xmlOf(made)
    expect(xml).toContain('<autotransaction active="0"')
    expect(xml).toContain('<evaluateDefaultValues active="0"')
  })
})

describe('what stays at home', () => {
  test('removed layers, their groups and their relations', async () => {
    const made = await packed({
      layers: [
        { name: 'parent', kind: 'gpkg', fields: [{ name: 'uuid' }], features: 2 },
        { name: 'child', kind: 'gpkg', fields: [{ name: 'parent' }], features: 2, cloudAction: 'remove' },
        { name: 'extra', kind: 'gpkg', features: 2 },
      ],
      relations: [{ id: 'r', parent: 'parent', child: 'child', parentField: 'uuid', childField: 'parent' }],
      groups: { Gone: ['child'], Kept: ['parent'] },
    })
    sound(made)
    const xml = await xmlOf(made)
    expect(xml).not.toContain('Gone')
    expect(xml).toContain('Kept')
    expect((await readProject(made.project)).relations).toEqual([])
    expect(made.judged.layers.map(({ action, file }) => [action, file])).toEqual([
      ['offline', 'data.gpkg'],
      ['remove', null],
      ['offline', 'data.gpkg'],
    ])
  })
})

test('by cable the cable’s actions count, and no keys are asked for', async () => {
  const made = await packed(
    {
      layers: [
        { name: 'shape', kind: 'shp', features: 3, action: 'offline', cloudAction: 'no_action' },
        { name: 'kept', kind: 'gpkg', features: 2, action: 'keep_existent' },
        { name: 'gone', kind: 'gpkg', features: 2, action: 'remove' },
      ],
    },
    { actions: 'cable' },
  )
  sound(made)
  expect(made.judged.layers.map(({ action, file, readOnly }) => [action, file, readOnly])).toEqual([
    ['offline', 'data.gpkg', false],
    ['keep_existent', 'kept.gpkg', false],
    ['remove', null, false],
  ])
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
