import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { DroneResult, type DroneRequest } from '#worker/api/jobs.ts'
import { acceptDrone } from '#worker/compose/accept.ts'
import { python } from '#test/resources/qgis/python.ts'
import { serve } from '#test/worker/serve.ts'
import { makeTif } from '#test/worker/steps/rasters.ts'
import { openWorkshop, type Workshop } from '#test/worker/steps/workshop.ts'
import { zipOf } from '#test/worker/steps/zips.ts'

const square = (x: number) => [
  [
    [x, 27],
    [x + 0.01, 27],
    [x + 0.01, 27.01],
    [x, 27.01],
    [x, 27],
  ],
]
const areas = (...properties: object[]) =>
  Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: properties.map((each, index) => ({
        type: 'Feature',
        properties: each,
        geometry: { type: 'Polygon', coordinates: square(85 + index * 0.01) },
      })),
    }),
  )
const asked: DroneRequest = {
  projectName: 'Kathmandu north',
  extent: [85, 27, 85.02, 27.01],
  flight: { gsd: 3.5, agl: 115, forwardOverlap: 70, sideOverlap: 60 },
}

/** What the zip's project is in the eyes of PyQGIS. */
async function unpacked(shop: Workshop, jobId: string, name: string) {
  const folder = join(shop.folder, 'unpacked')
  await execa('python3', ['-m', 'zipfile', '-e', shop.output(jobId, `${name}.zip`), folder])
  const told = await python(
    `import sys, os, json
from qgis.core import *
app = QgsApplication([], False); app.initQgis()
project = QgsProject(); assert project.read(sys.argv[1]), project.error()
root = project.layerTreeRoot()
print(json.dumps({
  'title': project.title(), 'variables': project.customVariables(),
  'layers': [{'name': n.layer().name(), 'valid': n.layer().isValid(), 'visible': n.isVisible(), 'source': os.path.relpath(n.layer().publicSource(), os.path.dirname(sys.argv[1])) if n.layer().providerType() != 'wms' else 'xyz',
    'label': n.layer().labeling().settings().fieldName if hasattr(n.layer(), 'labeling') and n.layer().labeling() else None,
    'ids': [f['project_task_id'] for f in n.layer().getFeatures()] if hasattr(n.layer(), 'getFeatures') else None} for n in root.findLayers()],
  'dirs': project.readListEntry('qfieldsync', 'dataDirs')[0]}))
sys.stdout.flush(); os._exit(0)`,
    join(folder, name, `${name}.qgs`),
  )
  return { folder: join(folder, name), project: JSON.parse(told) as Record<string, unknown> }
}

test('a zip with the project, its task areas, the heights and the plugin', async () => {
  const shop = await openWorkshop()
  const tif = await makeTif(join(shop.folder, 'heights.tif'))
  const url = await serve((_, response) => void readFile(tif).then((bytes) => response.end(bytes)))
  const plugin = await zipOf(shop.folder, {
    'drone-plugin/main.qml': 'import QtQuick\nItem {}',
    'drone-plugin/plugin/icon.svg': '<svg/>',
    '__MACOSX/drone-plugin/._main.qml': 'x',
  })
  const job = await acceptDrone(
    shop.ledger,
    { ...asked, demUrl: `${url}/heights.tif?signature=abc` },
    { tasks: areas({ project_task_id: 7, tags: { a: 1 } }, { project_task_id: 9 }), plugin },
  )
  const ended = await shop.end(job)
  expect(ended.error).toBeNull()
  const result = DroneResult.parse(ended.result)
  expect(result).toMatchObject({ projectName: 'Kathmandu north', issues: [] })
  expect(result.layers.map(({ name }) => name)).toEqual(['dtm-tasks', 'dem', 'OpenStreetMap'])

  const { folder, project } = await unpacked(shop, job.id, 'Kathmandu north')
  expect(project).toMatchObject({
    title: 'Kathmandu north',
    variables: { dtm_gsd: '3.5', dtm_agl: '115', dtm_forward_overlap: '70', dtm_side_overlap: '60' },
    dirs: ['plugin'],
    layers: [
      {
        name: 'dtm-tasks',
        valid: true,
        visible: true,
        source: 'dtm-tasks.gpkg|layername=dtm-tasks',
        label: 'coalesce("project_task_id", $id)',
        ids: [7, 9],
      },
      { name: 'dem', valid: true, visible: false, source: 'dem.tif' },
      { name: 'OpenStreetMap', visible: true, source: 'xyz' },
    ],
  })
  const xml = await readFile(join(folder, 'Kathmandu north.qgs'), 'utf8')
  expect(xml.match(/<mapcanvas name="theMapCanvas"/g)).toHaveLength(1)
  expect(xml).toContain('<xmin>85.0</xmin>')
  expect(await readFile(join(folder, 'Kathmandu north.qml'), 'utf8')).toContain('Item {}')
  const { stdout } = await execa('python3', [
    '-m',
    'zipfile',
    '-l',
    shop.output(job.id, 'Kathmandu north.zip'),
  ])
  expect(
    stdout
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/)[0]),
  ).toEqual([
    'Kathmandu north/Kathmandu north.qgs',
    'Kathmandu north/dtm-tasks.gpkg',
    'Kathmandu north/dem.tif',
    'Kathmandu north/Kathmandu north.qml',
    'Kathmandu north/plugin/icon.svg',
  ])
})
