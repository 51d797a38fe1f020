import { expect, test } from 'vitest'
import { call, readProject } from '#test/resources/qgis/call.ts'
import type { LayerSpec, ProjectSpec } from '#test/resources/qgis/make-project.ts'
import { packages, type Packed } from '#test/resources/qgis/pack.ts'
import { python } from '#test/resources/qgis/python.ts'

const packed = packages()

function sound({ judged, audit }: Packed): void {
  expect(judged.lines).toEqual([])
  expect(judged.error).toBeNull()
  expect(audit.outside).toEqual([])
}

const kinds: LayerSpec = {
  name: 'kinds',
  kind: 'gpkg',
  geometry: 'None',
  fields: [{ name: 'code' }, { name: 'label' }],
  features: [{ values: { code: 'a', label: 'Alder' } }, { values: { code: 'b', label: 'Birch' } }],
}

const trees: LayerSpec = {
  name: 'trees',
  kind: 'gpkg',
  fields: [
    { name: 'uuid', default: 'uuid()' },
    {
      name: 'kind',
      widget: { type: 'ValueRelation', config: { Layer: '@kinds', Key: 'code', Value: 'label' } },
    },
  ],
  features: [
    { wkt: 'Point (1 1)', values: { uuid: 'u1', kind: 'a' } },
    { wkt: 'Point (2 2)', values: { uuid: 'u2', kind: 'b' } },
  ],
}

const visits: LayerSpec = {
  name: 'visits',
  kind: 'gpkg',
  geometry: 'None',
  fields: [
    { name: 'tree', widget: { type: 'RelationReference', config: { Relation: 'tree_visits' } } },
    { name: 'note' },
  ],
  features: [{ values: { tree: 'u1', note: 'healthy' } }],
}

const related: Omit<ProjectSpec, 'out' | 'file'> = {
  layers: [kinds, trees, visits],
  relations: [
    { id: 'tree_visits', parent: 'trees', child: 'visits', parentField: 'uuid', childField: 'tree' },
  ],
}

test('relations, value relations and joins stay', async () => {
  const made = await packed({
    ...related,
    layers: [
      kinds,
      {
        ...trees,
        joins: [{ layer: 'kinds', field: 'code', target: 'kind', prefix: 'k_' }],
        displayExpression: '"k_label" || \' \' || "uuid"',
      },
      visits,
    ],
  })
  sound(made)
  const project = await readProject(made.project)
  expect(project.relations).toMatchObject([{ id: 'tree_visits', valid: true, pairs: { tree: 'uuid' } }])
  const layer = project.layers.find(({ name }) => name === 'trees')
  expect(layer?.fields.map(({ name }) => name)).toEqual([
    'fid_1',
    'fid',
    'uuid',
    'kind',
    'k_fid_1',
    'k_fid',
    'k_label',
  ])
  const widget = layer?.fields.find(({ name }) => name === 'kind')
  expect(widget).toMatchObject({
    widget: 'ValueRelation',
    config: {
      Layer: made.ids['kinds'],
      LayerSource: './data.gpkg|layername=kinds',
      LayerProviderName: 'ogr',
    },
  })
  const joined = await python(
    `import sys
from qgis.core import *
application = QgsApplication([], False); application.initQgis()
project = QgsProject.instance(); project.read(sys.argv[1])
layer = project.mapLayersByName('trees')[0]
print([feature['k_label'] for feature in layer.getFeatures()])
project.clear(); sys.stdout.flush()
import os; os._exit(0)`,
    made.project,
  )
  expect(joined.trim()).toBe("['Alder', 'Birch']")
})

test('a list that is copied is found there', async () => {
  const made = await packed({
    layers: [{ ...kinds, file: 'lists/kinds.gpkg', cloudAction: 'no_action' }, trees],
  })
  sound(made)
  const layer = (await readProject(made.project)).layers.find(({ name }) => name === 'trees')
  expect(layer?.fields.find(({ name }) => name === 'kind')?.config['LayerSource']).toBe(
    './kinds.gpkg|layername=kinds',
  )
})

test('a list that was left out on purpose is told and no error', async () => {
  const made = await packed({ layers: [{ ...kinds, cloudAction: 'remove' }, trees] })
  expect(made.judged.error).toBeNull()
  expect(made.judged.lines).toEqual(['Layer "trees", kind: its list kinds is missing'])
})

test('what was broken in the project already is told and no error', async () => {
  const made = await packed({
    layers: [
      { ...trees, fields: [{ name: 'uuid', constraint: 'no_such_function("uuid")' }, { name: 'kind' }] },
    ],
  })
  expect(made.judged.error).toBeNull()
  expect(made.judged.lines).toEqual(['Layer "trees", constraint of uuid: Function is not known'])
})

test('virtual layers follow the layers that they query', async () => {
  const made = await packed({
    layers: [
      kinds,
      trees,
      { name: 'birches', kind: 'virtual', source: `select * from trees where kind = 'b'` },
    ],
  })
  sound(made)
  expect(made.judged.layers.map(({ name, action, packaged }) => [name, action, packaged])).toEqual([
    ['kinds', 'offline', 2],
    ['trees', 'offline', 2],
    ['birches', 'no_action', 1],
  ])
})

test('a virtual layer that reads a file by itself brings it along', async () => {
  const source =
    '?layer=ogr:.%2Ftrees.gpkg%7Clayername%3Dtrees:t:UTF-8&query=select%20*%20from%20t%20where%20fid%20%3C%202&uid=fid'
  const made = await packed({
    layers: [kinds, trees, { name: 'first', kind: 'vector', provider: 'virtual', source }],
  })
  sound(made)
  expect(made.files).toEqual(['data.gpkg', 'site_qfield.qgz', 'trees.gpkg'])
  expect(made.judged.layers[2]).toMatchObject({ action: 'no_action', file: null, expected: 1, packaged: 1 })
})

test('an audit sees what somebody broke', async () => {
  const made = await packed(related)
  sound(made)
  const broken = async (change: string) => {
    await python(
      `import sys, zipfile, sqlite3
path, folder = sys.argv[1], sys.argv[2]
archive = zipfile.ZipFile(path)
name = next(name for name in archive.namelist() if name.endswith('.qgs'))
xml = archive.read(name).decode()
${change}
zipfile.ZipFile(path, 'w').writestr(name, xml)`,
      made.project,
      made.out,
    )
    const { result } = await call('audit', { project: made.project, root: made.out, plan: made.planned.plan })
    if (result === undefined) throw new Error('no audit')
    return result
  }
  const dangling = await broken(`xml = xml.replace('value="code"', 'value="colour"')`)
  expect(dangling.forms).toEqual([
    {
      layerId: made.ids['trees'],
      problem: 'Layer "trees", kind: its list has no column colour',
      target: made.ids['kinds'],
    },
  ])
  const fewer = await broken(
    `connection = sqlite3.connect(folder + '/data.gpkg'); connection.execute('delete from visits'); connection.commit(); connection.close()`,
  )
  expect(fewer.layers.map(({ name, count }) => [name, count])).toContainEqual(['visits', 0])
  const outside = await broken(
    `xml = xml.replace('./data.gpkg|layername=trees', '/home/ana/trees.gpkg|layername=trees').replace('<title></title>', '<title>/home/ana/x</title>')`,
  )
  expect(outside.layers.find(({ name }) => name === 'trees')?.isValid).toBe(false)
  expect(outside.outside).toContainEqual({
    where: 'Layer "trees"',
    path: '/home/ana/trees.gpkg|layername=trees',
    isSource: true,
  })
})
