import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { succeed } from '#test/resources/qgis/call.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

/** Which of these data sources lead out of `<folder>/in`, where the process stands in `<folder>/out`. */
async function leaving(sources: string[]): Promise<string[]> {
  const answer = await python(
    `import json, os, sys
from jail import Jail
root = sys.argv[1]
os.chdir(os.path.join(root, 'out'))
jail = Jail(os.path.join(root, 'in'))
print(json.dumps([text for text in json.loads(sys.argv[2]) if jail.leaves(text)]))`,
    path('jail'),
    JSON.stringify(sources),
  )
  return JSON.parse(answer) as string[]
}

beforeAll(async () => {
  const file = async (name: string, text = '') => {
    await mkdir(join(path('jail'), name, '..'), { recursive: true })
    await writeFile(join(path('jail'), name), text)
  }
  await file('in/a.gpkg')
  await file('in/sub/b c.gpkg')
  await file('out/x.gpkg')
  await file('out/a b.gpkg')
  await file('out/x.zip')
  await file('inside.gpkg')
  const vrt = (name: string) =>
    `<VRTDataset><SourceFilename relativeToVRT="1">${name}</SourceFilename></VRTDataset>`
  await file('in/good.vrt', vrt('a.gpkg'))
  await file('in/bad.vrt', vrt('../out/x.gpkg'))
  await file(
    'in/ogr.vrt',
    `<OGRVRTDataSource><SrcDataSource>${path('jail')}/out/x.gpkg</SrcDataSource></OGRVRTDataSource>`,
  )
})

describe('a data source', () => {
  test('inside stays, and one that needs a connection, and one that is nowhere', async () => {
    const sources = [
      '',
      './a.gpkg|layername=a',
      'a.gpkg',
      './sub/b c.gpkg',
      './sub/../a.gpkg',
      path('jail/in/a.gpkg'),
      './good.vrt',
      './nosuch.gpkg',
      '/nosuch/folder/x.gpkg',
      '../nosuch.gpkg',
      'file:./a.csv?type=csv&wktField=WKT',
      '/vsizip/./a.zip/a.shp',
      'GPKG:./a.gpkg:table',
      `dbname='gis' host=db.example port=5432 sslmode=disable key='id' table="public"."t" (geom) sql="a" = '1/2'`,
      'type=xyz&url=https://tiles.example/{z}/{x}/{y}.png&zmax=19',
      'http://server.example/etc/passwd',
      '?query=select a / b as c from trees',
      'memory?geometry=Point',
      'localized:etc/passwd',
      'inbuilt:/data/world_map.gpkg',
    ]
    expect(await leaving(sources)).toEqual([])
  })

  test('outside does not', async () => {
    const out = path('jail/out')
    const sources = [
      '../out/x.gpkg',
      '../inside.gpkg',
      './sub/../../out/x.gpkg',
      path('jail/in/../out/x.gpkg'),
      `${out}/x.gpkg|layername=a|subset="a" = 1`,
      `${out}/a b.gpkg|layername=a`,
      out,
      '..',
      '/etc/passwd',
      '//etc/passwd',
      'file:///etc/passwd?type=csv',
      'file:/etc/passwd?type=csv',
      'file:../out/x.gpkg?type=csv',
      'CSV:/etc/passwd',
      `GPKG:${out}/x.gpkg:table`,
      `NETCDF:"${out}/x.gpkg":depth`,
      `/vsizip/${out}/x.zip/a.shp`,
      `/vsizip/{${out}/x.zip}/a.shp`,
      '/vsizip/../out/x.zip/a.shp',
      '/vsisubfile/0_10,/etc/passwd',
      `type=mbtiles&url=file://${out}/x.gpkg`,
      `dbname='${out}/x.gpkg' table="t" (geom)`,
      `?layer=ogr:${encodeURIComponent(`${out}/x.gpkg`)}:a:UTF-8&query=select 1`,
      `?layer=ogr:${out}/a%20b.gpkg:a&query=select 1`,
      '<OGRVRTDataSource><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTDataSource>',
      './bad.vrt',
      './ogr.vrt',
      'inbuilt:/../../../etc/passwd',
      String.raw`\\server\share\x.gpkg`,
    ]
    expect(await leaving(sources)).toEqual(sources)
  })
})

describe('a virtual dataset', () => {
  test('is known by what it says, in whatever file, archive or text it stands', async () => {
    const secret = path('virtual/out/secret.csv')
    const answer = await python(
      `import gzip, io, json, os, sys, tarfile, zipfile
from jail import Jail
root, secret = sys.argv[1:]
def ogr(name):
    return f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{name}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
def file(name, text):
    place = os.path.join(root, name)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, 'w') as opened:
        opened.write(text)
file('out/secret.csv', 'a')
file('in/own.csv', 'a')
file('in/plain.gpx', ogr(secret))
file('in/spaced.tif', '\\n' * 900 + f"<VRTDataset><A b='{secret}'/></VRTDataset>")
file('in/escaped.vrt', ogr(secret.replace('/', '&#47;')))
file('in/cdata.vrt', ogr(f'<![CDATA[{secret}]]>'))
file('in/entity.vrt', '<!DOCTYPE a [<!ENTITY b "/">]>' + ogr('own.csv'))
file('in/broken.vrt', ogr('own.csv')[:-3])
file('in/one.vrt', ogr('two.vrt'))
file('in/two.vrt', ogr(secret))
file('in/sub/from-the-project.vrt', ogr('../out/secret.csv'))
file('in/inline.vrt', ogr(ogr(secret).replace('/', '&#47;').replace('<', '&lt;')))
file('in/own.vrt', ogr('own.csv'))
file('in/ring.vrt', ogr('gnir.vrt'))
file('in/gnir.vrt', ogr('ring.vrt'))
with zipfile.ZipFile(os.path.join(root, 'in/bad.zip'), 'w') as archive:
    archive.writestr('a.txt', 'a')
    archive.writestr('b/c.csv', ogr(secret))
with zipfile.ZipFile(os.path.join(root, 'in/good.zip'), 'w') as archive:
    archive.writestr('a.csv', 'a')
with gzip.open(os.path.join(root, 'in/bad.csv.gz'), 'w') as packed:
    packed.write(ogr(secret).encode())
with tarfile.open(os.path.join(root, 'in/bad.tgz'), 'w:gz') as archive:
    archive.add(os.path.join(root, 'in/plain.gpx'), 'plain.gpx')
bad = ['plain.gpx', 'spaced.tif', 'escaped.vrt', 'cdata.vrt', 'entity.vrt', 'broken.vrt', 'one.vrt', 'inline.vrt',
  'sub/from-the-project.vrt', '/vsizip/./bad.zip/b/c.csv', '/vsizip/./bad.zip', './bad.zip', '/vsigzip/./bad.csv.gz',
  '/vsitar/./bad.tgz/plain.gpx', '/vsisparse/./own.csv', '/vsisubfile/5_10,./own.csv', '/vsizip//vsizip/good.zip/a.zip/b.csv',
  ogr(secret.replace('/', '&#47;'))]
good = ['own.vrt', 'own.csv', 'ring.vrt', '/vsizip/./good.zip/a.csv', '/vsicurl/https://example.org/a.tif', ogr('own.csv')]
jail = Jail(os.path.join(root, 'in'))
print(json.dumps({'let out': [one for one in bad if not jail.leaves(one)], 'kept': [one for one in good if jail.leaves(one)]}))`,
      path('virtual'),
      secret,
    )
    expect(JSON.parse(answer)).toEqual({ 'let out': [], kept: [] })
  })

  test('opens no table outside, though QGIS would', async () => {
    const out = path('veiled/in')
    await mkdir(path('veiled/out'), { recursive: true })
    await writeFile(path('veiled/out/secret.csv'), 'name,word\nbank,hush\n')
    const { project } = await makeProject({
      out,
      file: 'site.qgs',
      texts: {
        'list.csv': `<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>${path('veiled/out/secret.csv')}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`,
      },
      layers: [{ name: 'List', kind: 'vector', source: './list.csv' }],
    })
    const open = (root: string) => succeed('openProject', { project, root, offline: false, thumbnail: null })
    const [kept, free] = [await open(out), await open(path('veiled'))]
    expect(kept.layers.map(({ isValid, count }) => [isValid, count])).toEqual([[false, null]])
    expect(free.layers.map(({ isValid, count }) => [isValid, count])).toEqual([[true, 1]])
  })
})

test.for([['/vsicurl/'], ['']])(
  'a virtual dataset that comes from a server (%s) opens nothing here',
  async ([way]) => {
    const name = `fetched${way === '' ? '-plain' : ''}`
    await mkdir(path(`${name}/out`), { recursive: true })
    const secret = path(`${name}/out/secret.csv`)
    await writeFile(secret, 'name,word\nbank,hush\n')
    const server = createServer((_, response) =>
      response.end(
        `<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>${secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`,
      ),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      const out = path(`${name}/in`)
      const source = `${way}http://127.0.0.1:${port}/list.vrt`
      const { project } = await makeProject({
        out,
        file: 'a.qgs',
        layers: [{ name: 'List', kind: 'vector', source }],
      })
      const { layers } = await succeed('openProject', { project, root: out, offline: false, thumbnail: null })
      expect(layers.map(({ isValid, count }) => [isValid, count])).toEqual([[false, null]])
    } finally {
      server.close()
    }
  },
)

describe('a project', () => {
  test('sees nothing outside of its folder, although it is there', async () => {
    const out = path('prison/in')
    await mkdir(out, { recursive: true })
    await makeProject({
      out: path('prison/out'),
      file: 'other.qgs',
      layers: [
        { name: 'Trees', kind: 'gpkg', features: 3 },
        { name: 'Trees csv', kind: 'csv', features: 3 },
        { name: 'Relief', kind: 'tif' },
      ],
    })
    const away = '../out/Trees.gpkg'
    const { project } = await makeProject({
      out,
      file: 'site.qgz',
      layers: [
        { name: 'Own', kind: 'gpkg', features: 3 },
        { name: 'Relative', kind: 'vector', source: `${away}|layername=Trees` },
        { name: 'Absolute', kind: 'vector', source: `${path('prison/out/Trees.gpkg')}|layername=Trees` },
        {
          name: 'Csv',
          kind: 'vector',
          provider: 'delimitedtext',
          source: `file:../out/Trees%20csv.csv?type=csv&wktField=WKT`,
        },
        { name: 'Raster', kind: 'raster', provider: 'gdal', source: '../out/Relief.tif' },
        {
          name: 'Virtual',
          kind: 'vector',
          provider: 'virtual',
          source: `?layer=ogr:${encodeURIComponent(path('prison/out/Trees.gpkg'))}:t:UTF-8&query=select%20*%20from%20t`,
        },
      ],
    })
    const { layers } = await succeed('openProject', { project, root: out, offline: false, thumbnail: null })
    expect(layers.map(({ name, isValid, count }) => [name, isValid, count])).toEqual([
      ['Own', true, 3],
      ['Relative', false, null],
      ['Absolute', false, null],
      ['Csv', false, null],
      ['Raster', false, null],
      ['Virtual', false, null],
    ])
    expect(layers[1]).toMatchObject({ file: away, errorSummary: `File "${away}" missing.` })
    expect(layers[2]).toMatchObject({ file: path('prison/out/Trees.gpkg') })
    // Without the jail QGIS does open them: otherwise this test would show nothing.
    const free = await succeed('openProject', {
      project,
      root: path('prison'),
      offline: false,
      thumbnail: null,
    })
    expect(free.layers.map(({ isValid, count }) => [isValid, count])).toEqual([
      [true, 3],
      [true, 3],
      [true, 3],
      [true, 3],
      [true, null],
      [true, 3],
    ])
    expect(free.layers[1]).toMatchObject({ file: 'out/Trees.gpkg' })
  })

  test('leaves the process as it was', async () => {
    const after = await python(
      `import os, sys
from qgis.core import QgsPathResolver
import jail
before = os.getcwd()
try:
    with jail.around(sys.argv[1]):
        inside = QgsPathResolver().readPath('/etc/passwd')
        raise KeyError
except KeyError:
    pass
print(os.path.exists(inside), QgsPathResolver().readPath('/etc/passwd'), os.getcwd() == before)`,
      path('jail/in'),
    )
    expect(after.trim()).toBe('False /etc/passwd True')
  })
})
