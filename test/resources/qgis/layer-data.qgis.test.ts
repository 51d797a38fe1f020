import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ProjectLayer } from '#worker/api/projects.ts'
import { ProjectLayer as Layer } from '#worker/api/projects.ts'
import type { OpenedProject } from '#worker/domain/project/opened.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { makeProject, type LayerSpec } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

const wells = `dbname='x' host=127.0.0.1 port=9 user='u' password='secret' key='id' table="public"."wells" (geom)`

/** Tables of a GeoPackage that a form's key cannot be read from, or only by its name. */
const keyless = (table: string, columns: string) => [
  `create table "${table}" (${columns})`,
  `insert into gpkg_contents (table_name, data_type, identifier) values ('${table}', 'attributes', '${table}')`,
]

const specs: LayerSpec[] = [
  {
    name: 'Trees',
    kind: 'gpkg',
    crs: 'EPSG:32645',
    features: [{ wkt: 'Point (500000 3000000)', values: { id: 1, photo: 'DCIM/a.jpg' } }, {}],
    fields: [
      { name: 'id', type: 'integer', notNull: true, unique: true },
      { name: 'name', alias: 'Name', default: "'oak'", widget: { type: 'TextEdit' } },
      { name: 'size', type: 'decimal' },
      { name: 'photo', widget: { type: 'ExternalResource' } },
    ],
    sql: keyless('plain', 'a text').concat(keyless('with_fid', 'FID text, a text')),
    cloudAction: 'offline',
    action: 'copy',
    readOnly: true,
  },
  { name: 'Few', kind: 'gpkg', file: 'Trees.gpkg', table: 'Trees', filter: '"fid" = 1' },
  {
    name: 'Table',
    kind: 'gpkg',
    geometry: 'None',
    features: 3,
    properties: { 'QFieldSync/action': 'nonsense' },
  },
  { name: 'Shape', kind: 'shp', geometry: 'MultiPolygon', features: 2 },
  { name: 'Geojson', kind: 'geojson', geometry: 'PointZ', features: 2 },
  { name: 'Csv', kind: 'csv', features: 2 },
  { name: 'Csv with fid', kind: 'csv', features: 2, fields: [{ name: 'Fid' }] },
  { name: 'Memory', kind: 'memory', features: 2 },
  { name: 'Virtual', kind: 'virtual', source: 'select * from Trees' },
  { name: 'Raster', kind: 'tif' },
  { name: 'Tiles', kind: 'mbtiles' },
  { name: 'Street', kind: 'xyz', source: 'https://tiles.example/{z}/{x}/{y}.png' },
  { name: 'Keyless', kind: 'vector', source: './Trees.gpkg|layername=plain', geometry: 'None' },
  { name: 'Key by name', kind: 'vector', source: './Trees.gpkg|layername=with_fid', geometry: 'None' },
  // What cannot be opened.
  { name: 'Lost', kind: 'gpkg', file: 'sub/lost.gpkg', features: 1 },
  { name: 'Lost shape', kind: 'shp', file: 'lost.shp', features: 1 },
  { name: 'Lost csv', kind: 'csv', file: 'lost.csv', features: 1 },
  { name: 'Lost raster', kind: 'tif', file: 'lost.tif' },
  { name: 'Absolute', kind: 'vector', source: '/home/ana/trees.gpkg|layername=trees' },
  { name: 'No table', kind: 'vector', source: './Trees.gpkg|layername=nosuch' },
  { name: 'Cut off', kind: 'gpkg', features: 40 },
  { name: 'Localized', kind: 'vector', source: 'localized:world/countries.gpkg|layername=c' },
  { name: 'Localized raster', kind: 'raster', provider: 'gdal', source: 'localized:relief.tif' },
  { name: 'Unknown provider', kind: 'vector', provider: 'nosuch', source: 'whatever' },
  { name: 'Host', kind: 'vector', provider: 'postgres', source: wells },
  {
    name: 'Service',
    kind: 'vector',
    provider: 'postgres',
    source: `service='nosuch' key='id' table="public"."wells" (geom)`,
  },
  {
    name: 'Wms',
    kind: 'raster',
    provider: 'wms',
    source: 'crs=EPSG:4326&format=image/png&layers=a&styles&url=http://ana:secret@127.0.0.1:9/wms',
  },
]

const lost = ['sub/lost.gpkg', 'lost.shp', 'lost.csv', 'lost.tif']
let opened: OpenedProject
const layer = (name: string): ProjectLayer => {
  const found = opened.layers.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no layer ${name}`)
  return found
}
const parts = (name: string) => opened.parts.find((each) => each.id === layer(name).id)
const verdict = (name: string) => {
  const { isValid, errorCode, errorSummary, providerErrorSummary } = layer(name)
  return [isValid, errorCode, errorSummary, providerErrorSummary]
}

beforeAll(async () => {
  const out = path('layers')
  const { project } = await makeProject({ out, file: 'site.qgs', layers: specs, remove: lost })
  await truncate(join(out, 'Cut off.gpkg'), 5000)
  await writeFile(join(out, 'Tiles.mbtiles-wal'), '')
  opened = await succeed('openProject', { project, root: out, offline: false, thumbnail: null })
})

test('every layer is told once, in the order of the tree, and as the contract has it', () => {
  expect(opened.layers.map(({ name }) => name)).toEqual(specs.map(({ name }) => name))
  expect(opened.parts.map(({ id }) => id)).toEqual(opened.layers.map(({ id }) => id))
  for (const each of opened.layers) expect(Layer.parse(each)).toEqual(each)
})

describe('what a sound layer is', () => {
  test('in all its parts', () => {
    expect(layer('Trees')).toMatchObject({
      type: 'vector',
      crs: 'EPSG:32645',
      geometry: 'Point',
      provider: 'ogr',
      source: './Trees.gpkg|layername=Trees',
      file: 'Trees.gpkg',
      table: 'Trees',
      filter: '',
      isValid: true,
      errorCode: 'no_error',
      count: 2,
      primaryKey: 'fid',
      unsupportedPrimaryKey: false,
      readOnly: true,
      action: 'copy',
      cloudAction: 'offline',
      isOnline: false,
      isLocalized: false,
      service: null,
      host: null,
    })
    expect(layer('Trees').fields.slice(1)).toEqual([
      {
        name: 'id',
        alias: '',
        type: 'Integer',
        length: 0,
        precision: 0,
        isNotNull: true,
        isUnique: true,
        defaultValue: '',
        widget: expect.any(String),
      },
      {
        name: 'name',
        alias: 'Name',
        type: 'String',
        length: expect.any(Number),
        precision: 0,
        isNotNull: false,
        isUnique: false,
        defaultValue: "'oak'",
        widget: 'TextEdit',
      },
      {
        name: 'size',
        alias: '',
        type: 'Real',
        length: 0,
        precision: 0,
        isNotNull: false,
        isUnique: false,
        defaultValue: '',
        widget: expect.any(String),
      },
      expect.objectContaining({ name: 'photo', widget: 'ExternalResource' }),
    ])
    expect(parts('Trees')?.extent?.map((each) => Math.round(each * 10) / 10)).toEqual([87, 27.1, 87, 27.1])
    expect(opened.attachments).toEqual([
      { layerId: layer('Trees').id, field: 'photo', files: ['DCIM/a.jpg'], more: false },
    ])
  })

  test('under a filter', () => {
    expect(layer('Few')).toMatchObject({ filter: '"fid" = 1', count: 1, table: 'Trees', file: 'Trees.gpkg' })
    expect(parts('Few')?.uri).toBe(`${parts('Trees')?.uri}|subset="fid" = 1`)
  })

  test.each([
    ['Table', 'vector', 'NoGeometry', 3, 'fid'],
    ['Shape', 'vector', 'MultiPolygon', 2, null],
    ['Geojson', 'vector', 'PointZ', 2, null],
    ['Csv', 'vector', 'Point', 2, null],
    ['Csv with fid', 'vector', 'Point', 2, 'Fid'],
    ['Memory', 'vector', 'Point', 0, null],
    ['Virtual', 'vector', 'Point', 2, 'fid'],
    ['Keyless', 'vector', 'NoGeometry', 0, null],
    ['Key by name', 'vector', 'NoGeometry', 0, 'FID'],
    ['Raster', 'raster', '', null, null],
    ['Tiles', 'raster', '', null, null],
    ['Street', 'raster', '', null, null],
  ])('%s: a %s of %s with %s features and the key %s', (name, type, geometry, count, primaryKey) => {
    const isKeyless = type === 'vector' && primaryKey === null
    expect(layer(name)).toMatchObject({
      type,
      geometry,
      count,
      primaryKey,
      isValid: true,
      unsupportedPrimaryKey: isKeyless,
    })
  })

  test('nobody said what shall become of it, or said nonsense', () => {
    expect(layer('Shape')).toMatchObject({ action: null, cloudAction: null })
    expect(layer('Table')).toMatchObject({ action: null, cloudAction: null })
    expect([
      parts('Shape')?.isConfigured,
      parts('Table')?.isConfigured,
      parts('Trees')?.isConfigured,
    ]).toEqual([false, true, true])
    expect([parts('Memory')?.isMemory, parts('Virtual')?.isVirtual, parts('Csv')?.isVirtual]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('the files that belong to it', () => {
    const names = (name: string) => parts(name)?.files.map((file) => file.slice(path('layers').length + 1))
    expect(names('Shape')?.[0]).toBe('Shape.shp')
    expect(names('Shape')).toEqual(
      expect.arrayContaining(['Shape.shx', 'Shape.dbf', 'Shape.prj', 'Shape.cpg']),
    )
    expect(names('Trees')).toEqual(['Trees.gpkg'])
    expect(names('Tiles')).not.toContain('Tiles.mbtiles-wal')
    expect(names('Csv')).toEqual(['Csv.csv'])
    expect([names('Lost'), names('Host'), names('Memory'), names('Street')]).toEqual([[], [], [], []])
  })
})

describe('why a layer is not sound', () => {
  test.each([
    ['Lost', 'sub/lost.gpkg'],
    ['Lost shape', 'lost.shp'],
    ['Absolute', '/home/ana/trees.gpkg'],
  ])('%s: QGIS says nothing, so the missing file is named', (name, file) => {
    expect(verdict(name)).toEqual([false, 'invalid_dataprovider', `File "${file}" missing.`, ''])
    expect(layer(name).file).toBe(file)
  })

  test.each(['Lost csv', 'Lost raster'])(
    '%s: whatever QGIS says of a missing file, it is no path of ours',
    (name) => {
      expect(layer(name)).toMatchObject({
        isValid: false,
        errorCode: 'invalid_dataprovider',
        file: expect.stringMatching(/^lost\./),
      })
      expect(JSON.stringify(layer(name))).not.toContain(path('layers'))
      expect(`${layer(name).errorSummary}${layer(name).providerErrorSummary}`).not.toBe('')
    },
  )

  test('its file is there, but not what it says', () => {
    expect(verdict('No table').slice(0, 2)).toEqual([false, 'invalid_dataprovider'])
    expect(verdict('Cut off').slice(0, 2)).toEqual([false, 'invalid_dataprovider'])
    for (const name of ['No table', 'Cut off']) expect(layer(name).errorSummary).not.toMatch(/missing/)
  })

  test.each(['Localized', 'Localized raster'])(
    '%s: it lies in a place that only one computer knows',
    (name) => {
      expect(layer(name)).toMatchObject({
        isValid: false,
        errorCode: 'localized_dataprovider',
        file: expect.stringMatching(/^localized:/),
        isLocalized: true,
        isOnline: false,
      })
    },
  )

  test('nobody here can read its kind of source', () => {
    expect(verdict('Unknown provider')).toEqual([
      false,
      'missing_dataprovider',
      expect.any(String),
      'No data provider available',
    ])
  })

  test.each([
    ['Host', null, '127.0.0.1', 9],
    ['Service', 'nosuch', null, null],
    ['Wms', null, '127.0.0.1', 9],
  ])(
    '%s: what it wants to reach is told as facts, without any guess in the texts',
    (name, service, host, port) => {
      expect(layer(name)).toMatchObject({
        errorCode: 'invalid_dataprovider',
        isOnline: true,
        file: null,
        service,
        host,
        port,
      })
      expect(JSON.stringify(layer(name))).not.toMatch(/Unable to connect|missing|secret/)
    },
  )
})

test('a layer that QGIS itself refuses, although its provider can read it', async () => {
  const answer = await python(`import json, sys
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
from jail import Jail
from layer_data import layer_data
class Refused(QgsVectorLayer):
    def __init__(self):
        super().__init__('Point', 'refused', 'memory')
        self.setValid(False)
written = {'id': 'refused', 'name': 'Refused', 'provider': 'memory', 'source': 'Point', 'isReadOnly': False}
print(json.dumps(layer_data(Refused(), written, Jail('/tmp'))))`)
  expect(JSON.parse(answer)).toMatchObject({ isValid: false, errorCode: 'invalid_layer', errorSummary: '' })
})

test('no password is told anywhere', () => {
  expect(JSON.stringify(opened)).not.toContain('secret')
  expect(layer('Host').source).toContain("user='u' password=***")
  expect(layer('Wms').source).toContain('url=http://***@127.0.0.1:9/wms')
})
