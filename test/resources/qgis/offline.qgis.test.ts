import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { succeed } from '#test/resources/qgis/call.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

/** A port of this computer that takes every connection and says nothing; what was asked there is kept. */
async function listen() {
  const asked: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (data) => {
      asked.push(data.toString('latin1').split('\r\n')[0] ?? '')
      socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, asked, close: () => server.close() }
}

test('no kind of layer makes a connection, where each of them would', async () => {
  const server = await listen()
  const at = `http://127.0.0.1:${server.port}`
  const database = `dbname='x' host=127.0.0.1 port=${server.port} sslmode=disable user='u' password='p' key='id' table="t"`
  const { project } = await makeProject({
    out: path('online'),
    file: 'site.qgz',
    extent: [0, 0, 1, 1],
    layers: [
      { name: 'Trees', kind: 'gpkg', features: 20 },
      { name: 'Xyz', kind: 'xyz', source: `${at}/xyz/{z}/{x}/{y}.png` },
      {
        name: 'Wms',
        kind: 'raster',
        provider: 'wms',
        source: `crs=EPSG:4326&format=image/png&layers=a&styles&url=${at}/wms`,
      },
      { name: 'Wcs', kind: 'raster', provider: 'wcs', source: `identifier=a&url=${at}/wcs` },
      {
        name: 'Wfs',
        kind: 'vector',
        provider: 'WFS',
        source: `srsname='EPSG:4326' typename='a' url='${at}/wfs' version='auto'`,
      },
      {
        name: 'Arcgis',
        kind: 'vector',
        provider: 'arcgisfeatureserver',
        source: `crs='EPSG:4326' url='${at}/arcgis/0'`,
      },
      { name: 'Postgres', kind: 'vector', provider: 'postgres', source: database },
      {
        name: 'Ogr postgres',
        kind: 'vector',
        provider: 'ogr',
        source: `PG:dbname='ogr' host='127.0.0.1' port='${server.port}' sslmode='disable'`,
      },
      { name: 'Curl', kind: 'vector', provider: 'ogr', source: `/vsicurl/${at}/curl.gpkg` },
      { name: 'Address', kind: 'vector', provider: 'ogr', source: `${at}/address.geojson` },
      { name: 'Raster', kind: 'raster', provider: 'gdal', source: `/vsicurl/${at}/raster.tif` },
    ],
    replace: [
      [
        '</qgis>',
        '<mapcanvas name="theMapCanvas"><extent><xmin>0</xmin><ymin>0</ymin><xmax>1</xmax><ymax>1</ymax></extent></mapcanvas></qgis>',
      ],
    ],
  })
  const thumbnail = path('thumbnail.png')
  const open = async (offline: boolean) =>
    await succeed('openProject', { project, root: path('online'), offline, thumbnail })

  const closed = await open(true)
  expect(server.asked).toEqual([])
  expect(closed.layers.map(({ name, isOnline, isValid }) => [name, isOnline, isValid])).toEqual([
    ['Trees', false, true],
    ['Xyz', true, true],
    ...['Wms', 'Wcs', 'Wfs', 'Arcgis', 'Postgres', 'Ogr postgres', 'Curl', 'Address', 'Raster'].map(
      (name) => [name, true, false],
    ),
  ])
  expect(closed.drawn).toBe(true)
  expect((await readFile(thumbnail)).subarray(1, 4).toString()).toBe('PNG')
  // What the project says is told, not what it was changed to.
  expect(closed.layers.find(({ name }) => name === 'Postgres')).toMatchObject({
    source: database.replace("'p'", '***'),
    host: '127.0.0.1',
    port: server.port,
    errorCode: 'invalid_dataprovider',
  })

  await open(false)
  const asked = server.asked.join('\n')
  for (const what of [
    '/xyz/',
    '/wms',
    '/wcs',
    '/wfs',
    '/arcgis/',
    '/curl.gpkg',
    '/address.geojson',
    '/raster.tif',
    'database\0x',
    'database\0ogr',
  ])
    expect(asked).toContain(what)
  server.close()
})

test('databases are cut off, files are not', async () => {
  const answer = await python(`import json
from offline import cut
print(json.dumps([cut(text, 7) for text in (
    "dbname='a' host=db.example port=5432 user='u' table=\\"t\\"",
    "service='field' key='id' table=\\"t\\"",
    "dbname='a' host='it\\\\'s' port='5432'",
    "MSSQL:server=db.example;database=a",
    "dbname='./trees.sqlite' table=\\"t\\" (geom)",
    "./host=a/b.gpkg|layername=service=c",
    "contextualWMSLegend=0&url=http://a/wms?service=WMS&layers=host=b",
)]))`)
  expect(JSON.parse(answer)).toEqual([
    `dbname='a' host=127.0.0.1 port=7 user='u' table="t"`,
    `host=127.0.0.1 key='id' table="t"`,
    `dbname='a' host=127.0.0.1 port=7`,
    'MSSQL:host=127.0.0.1;database=a',
    `dbname='./trees.sqlite' table="t" (geom)`,
    './host=a/b.gpkg|layername=service=c',
    'contextualWMSLegend=0&url=http://a/wms?service=WMS&layers=host=b',
  ])
})

test('afterwards the process may connect again', async () => {
  const answer = await python(`import os
os.environ['no_proxy'] = 'a'
os.environ['PGSERVICEFILE'] = 'b'
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsPathResolver
application = QgsApplication([], False)
import offline
before, manager = dict(os.environ), QgsNetworkAccessManager.instance()
try:
    with offline.mode(True):
        inside = [manager.fallbackProxy().hostName(), os.environ.get('no_proxy'), os.environ['PGHOSTADDR']]
        assert os.path.getsize(os.environ['PGSERVICEFILE']) == 0
        raise KeyError
except KeyError:
    pass
print(inside, dict(os.environ) == before, repr(manager.fallbackProxy().hostName()), QgsPathResolver().readPath("dbname='a' host=b"))
os._exit(0) if __import__('sys').stdout.flush() is None else None`)
  expect(answer.trim()).toBe(`['127.0.0.1', None, '255.255.255.255'] True '' dbname='a' host=b`)
})
