import { mkdir, writeFile } from 'node:fs/promises'
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
