import fc from 'fast-check'
import { expect, test } from 'vitest'
import { python } from '#test/resources/qgis/python.ts'

const start = `import json, sys
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
import source_facts
given = json.loads(sys.argv[1])
`

/** What `expression` answers for each `each` of these. */
async function ask(expression: string, values: unknown[]): Promise<unknown[]> {
  const answer = await python(
    `${start}print(json.dumps([${expression} for each in given]))`,
    JSON.stringify(values),
  )
  return JSON.parse(answer) as unknown[]
}

test('whatever the password is, it is not told', async () => {
  const word = fc.string({ minLength: 8, maxLength: 20 }).map((text) => `Geheim${text.replaceAll('\0', '')}`)
  const quoted = word.map((text) => text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`))
  const encoded = word.map((text) => encodeURIComponent(text))
  const source = fc.oneof(
    quoted.map((text) => `dbname='x' host=h user='u' password='${text}' key='id' table="t"`),
    encoded.map((text) => `url=https://ana:${text}@h.example/wms&layers=a`),
    encoded.map(
      (text) => `contextualWMSLegend=0&url=${encodeURIComponent(`https://ana:${text}@h.example/wms`)}`,
    ),
    encoded.map((text) => `type=xyz&url=https://h.example/{z}/{x}/{y}?access_token=${text}&zmax=19`),
    quoted.map((text) => `PG:dbname=x password='${text}'`),
  )
  const sources = fc.sample(source, 500)
  const told = (await ask('source_facts.redacted(each)', sources)) as string[]
  for (const [index, text] of told.entries()) expect(text, sources[index]).not.toContain('Geheim')
})

test('what names no password stays as it is', async () => {
  const sources = [
    './Trees.gpkg|layername=Trees|subset="mail" = \'a@b.example\'',
    `dbname='x' host=h authcfg=abc1234 user='u' table="t"`,
    'type=xyz&url=https://h.example/{z}/{x}/{y}@2x.png',
  ]
  expect(await ask('source_facts.redacted(each)', sources)).toEqual(sources)
})

test('the server that a source names', async () => {
  const sources = [
    ['postgres', `dbname='x' host=db.example user='u' table="t"`, [null, 'db.example', 5432]],
    ['postgres', `service='field' table="t"`, ['field', null, null]],
    ['postgres', `dbname='x' table="t"`, [null, null, null]],
    ['ogr', `PG:dbname='x' host='db.example' port='5433'`, [null, 'db.example', 5433]],
    ['wms', 'type=xyz&url=https://tiles.example/{z}/{x}/{y}.png', [null, 'tiles.example', 443]],
    ['wms', 'layers=a&url=http%3A%2F%2Fmaps.example%3A8080%2Fwms', [null, 'maps.example', 8080]],
    ['WFS', `typename='a' url='http://maps.example/wfs' version='auto'`, [null, 'maps.example', 80]],
    ['wms', 'type=mbtiles&url=file:///a/b.mbtiles', [null, null, null]],
    ['ogr', './a.gpkg', [null, null, null]],
  ]
  expect(await ask('source_facts.server(each[0], each[1])', sources)).toEqual(
    sources.map(([, , server]) => server),
  )
})

test('the file that a source names, and whether it needs a connection', async () => {
  const sources = [
    ['ogr', './a.gpkg|layername=t', './a.gpkg', false],
    ['ogr', '/vsizip/./a.zip/b.shp', './a.zip', false],
    ['ogr', 'C:/data/a.shp', 'C:/data/a.shp', false],
    ['gdal', 'NETCDF:"./a.nc":depth', './a.nc', false],
    ['gdal', 'GPKG:./a.gpkg:t', './a.gpkg', false],
    ['delimitedtext', 'file:./a%20b.csv?type=csv', './a b.csv', false],
    ['wms', 'type=mbtiles&url=file:///a/b.mbtiles', '/a/b.mbtiles', false],
    ['spatialite', `dbname='./a.sqlite' table="t" (geom)`, './a.sqlite', false],
    ['ogr', 'localized:a.gpkg|layername=t', 'localized:a.gpkg', false],
    ['memory', 'Point?crs=EPSG:4326', null, false],
    ['virtual', '?query=select 1', null, false],
    ['ogr', 'https://h.example/a.geojson', null, true],
    ['gdal', '/vsicurl/https://h.example/a.tif', null, true],
    ['gdal', '/vsis3/bucket/a.tif', null, true],
    ['postgres', `service='field' table="t"`, null, true],
    ['vectortile', 'type=xyz&url=https://h.example/{z}/{x}/{y}.pbf', null, true],
    ['nosuch', 'whatever', null, false],
  ]
  expect(
    await ask('[source_facts.file_of(each[0], each[1]), source_facts.is_online(each[0], each[1])]', sources),
  ).toEqual(sources.map(([, , file, online]) => [file, online]))
})
