import { mkdtemp, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SessionParams } from '#worker/domain/qgis/protocol.ts'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { makeProject, type ProjectSpec } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

async function made(spec: Partial<ProjectSpec> & Pick<ProjectSpec, 'layers'>) {
  const root = await mkdtemp(path('project-'))
  const { project } = await makeProject({ out: root, file: 'site.qgz', ...spec })
  return { root, project }
}

const open = async ({ root, project }: { root: string; project: string }) =>
  await succeed('openProject', { project, root, offline: true, thumbnail: null })
const mend = async (project: string, change: Partial<SessionParams<'mendProject'>>) =>
  await call('mendProject', { project, sources: [], removed: [], ...change })

/** The XML's elements and attributes in order, without the layers that are named, as lines of text. */
async function elements(project: string): Promise<string[]> {
  const lines = await python(
    `import sys, xml.etree.ElementTree as ET
import archive
for element in ET.fromstring(archive.read(sys.argv[1])[1]).iter():
    print(element.tag, sorted(element.attrib.items()), (element.text or '').strip())`,
    project,
  )
  return lines.split('\n')
}

describe('another file', () => {
  test.each(['site.qgs', 'site.qgz'])(
    'stands in the source and wherever else %s names it, and nothing else changes',
    async (file) => {
      const { root, project } = await made({
        file,
        layers: [
          {
            name: 'Trees',
            id: 'trees_123456',
            kind: 'gpkg',
            features: 3,
            fields: [
              {
                name: 'kind',
                widget: { type: 'ValueRelation', config: { Layer: '@Kinds', Key: 'name', Value: 'name' } },
              },
            ],
          },
          {
            name: 'Kinds',
            id: 'kinds_123456',
            kind: 'gpkg',
            file: 'lists.gpkg',
            table: 'kinds',
            geometry: 'None',
            features: 2,
            filter: `"name" = 'f1'`,
          },
        ],
        texts: { 'sub/readme.txt': '' },
      })
      await rename(join(root, 'lists.gpkg'), join(root, 'sub/lists 2.gpkg'))
      expect((await open({ root, project })).layers[1]).toMatchObject({ isValid: false })
      const before = await elements(project)
      expect(
        await mend(project, { sources: [{ layerId: 'kinds_123456', file: 'sub/lists 2.gpkg' }] }),
      ).toMatchObject({ result: null })
      const after = await elements(project)
      const { layers } = await open({ root, project })
      expect(layers).toMatchObject([
        { id: 'trees_123456', isValid: true, source: './Trees.gpkg|layername=Trees' },
        {
          id: 'kinds_123456',
          isValid: true,
          count: 1,
          source: `./sub/lists 2.gpkg|layername=kinds|subset="name" = 'f1'`,
        },
      ])
      const changed = after.filter((line, index) => line !== before[index])
      expect(after.length).toBe(before.length)
      // The source, the tree's node and the value relation.
      expect(changed.map((line) => line.split(' ', 1).join('')).toSorted()).toEqual([
        'Option',
        'datasource',
        'layer-tree-layer',
      ])
      expect(changed.every((line) => line.includes('./sub/lists 2.gpkg|layername=kinds'))).toBe(true)
    },
  )

  test('of each kind keeps its options', async () => {
    const { root, project } = await made({
      layers: [
        { name: 'Csv', id: 'csv_12345678', kind: 'csv', features: 2 },
        { name: 'Shape', id: 'shape_123456', kind: 'shp', features: 2, filter: `"name" = 'f1'` },
        { name: 'Raster', id: 'raster_12345', kind: 'tif' },
        { name: 'Outside', id: 'outside_1234', kind: 'vector', source: '/home/ana/x.gpkg|layername=Points' },
      ],
    })
    const moved = join(root, 'new')
    await makeProject({
      out: moved,
      file: 'other.qgs',
      layers: [
        { name: 'Csv', kind: 'csv', features: 5 },
        { name: 'Shape', kind: 'shp', features: 5 },
        { name: 'Raster', kind: 'tif' },
        { name: 'Points', kind: 'gpkg', features: 5 },
      ],
    })
    await mend(project, {
      sources: [
        { layerId: 'csv_12345678', file: 'new/Csv.csv' },
        { layerId: 'shape_123456', file: 'new/Shape.shp' },
        { layerId: 'raster_12345', file: 'new/Raster.tif' },
        { layerId: 'outside_1234', file: 'new/Points.gpkg' },
      ],
    })
    const { layers } = await open({ root, project })
    expect(layers.map(({ name, file, count, isValid }) => [name, file, count, isValid])).toEqual([
      ['Csv', 'new/Csv.csv', 5, true],
      ['Shape', 'new/Shape.shp', 1, true],
      ['Raster', 'new/Raster.tif', null, true],
      ['Outside', 'new/Points.gpkg', 5, true],
    ])
  })

  test('in sources of all shapes', async () => {
    const sources = [
      ['ogr', '/a/b.gpkg|layername=t|subset=a = 1', './x.gpkg|layername=t|subset=a = 1'],
      ['ogr', 'b.shp', './x.gpkg'],
      ['delimitedtext', 'file:///a/b.csv?type=csv&crs=EPSG:4326', 'file:./x.gpkg?type=csv&crs=EPSG:4326'],
      ['spatialite', `dbname='/a/b.sqlite' table="t" (geom)`, `dbname='./x.gpkg' table="t" (geom)`],
      ['gdal', 'NETCDF:"/a/b.nc":depth', 'NETCDF:"./x.gpkg":depth'],
      ['gdal', 'GPKG:C:/a/b.gpkg:t', 'GPKG:./x.gpkg:t'],
      ['wms', 'type=mbtiles&url=file:///a/b.mbtiles', 'type=mbtiles&url=file:./x.gpkg'],
      ['gpx', '/a/b.gpx?type=track', './x.gpkg?type=track'],
    ]
    const answer = await python(
      `import json, sys
from mend_project import repointed
print(json.dumps([repointed(provider, source, 'x.gpkg') for provider, source, _ in json.loads(sys.argv[1])]))`,
      JSON.stringify(sources),
    )
    expect(JSON.parse(answer)).toEqual(sources.map(([, , after]) => after))
  })
})

test('a removed layer goes from everywhere', async () => {
  const { root, project } = await made({
    layers: [
      {
        name: 'Trees',
        id: 'trees_123456',
        kind: 'gpkg',
        features: 3,
        fields: [{ name: 'kind' }],
        joins: [{ layer: 'Kinds', field: 'name', target: 'kind' }],
      },
      { name: 'Kinds', id: 'kinds_123456', kind: 'gpkg', geometry: 'None', features: 2 },
    ],
    relations: [{ id: 'relation', parent: 'Kinds', child: 'Trees', parentField: 'name', childField: 'kind' }],
  })
  expect((await elements(project)).filter((line) => line.includes('kinds_123456')).length).toBeGreaterThan(4)
  await mend(project, { removed: ['kinds_123456'] })
  expect((await elements(project)).filter((line) => line.includes('kinds_123456'))).toEqual([])
  const { layers, project: details } = await open({ root, project })
  expect(layers).toMatchObject([{ id: 'trees_123456', isValid: true, count: 3 }])
  expect(details.layerOrder).toEqual(['trees_123456'])
})

test.each([
  ['a layer that is not there', { sources: [{ layerId: 'nosuch', file: 'a.gpkg' }] }],
  ['a file outside of the folder', { sources: [{ layerId: 'trees_123456', file: '../a.gpkg' }] }],
  ['an absolute file', { sources: [{ layerId: 'trees_123456', file: '/a.gpkg' }] }],
  ['a removed layer that is not there', { removed: ['nosuch'] }],
])('%s changes nothing', async (_, change) => {
  const { project } = await made({
    layers: [{ name: 'Trees', id: 'trees_123456', kind: 'gpkg', features: 3 }],
  })
  const before = await readFile(project)
  expect((await mend(project, change)).error?.code).toBe('project.mendFailed')
  expect((await readFile(project)).equals(before)).toBe(true)
})
