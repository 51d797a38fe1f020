import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { DroneRequest, DroneResult, type Job } from '#worker/api/jobs.ts'
import { serve } from '#test/worker/serve.ts'
import { makeTif } from '#test/worker/steps/rasters.ts'
import { readLayers } from '#test/worker/steps/read-layers.ts'
import { openWorkshop, type Workshop } from '#test/worker/steps/workshop.ts'
import { zipOf } from '#test/worker/steps/zips.ts'

const asked: DroneRequest = {
  projectName: 'Kathmandu north',
  extent: [85, 27, 85.02, 27.01],
  flight: { gsd: 3.5, agl: 115, forwardOverlap: 70, sideOverlap: 60 },
}

async function accept(
  { ledger: { jobs, blobs } }: Workshop,
  wanted: DroneRequest,
  inputs: { tasks: Buffer; plugin?: Buffer },
): Promise<Job> {
  const request = DroneRequest.parse(wanted)
  const files = [{ name: 'tasks/tasks.geojson', ...(await blobs.putBytes(inputs.tasks)) }]
  if (inputs.plugin !== undefined)
    files.push({ name: 'plugin/plugin.zip', ...(await blobs.putBytes(inputs.plugin)) })
  return jobs.create({ type: 'drone', title: request.projectName, request, files })
}

/** Squares side by side, one for each set of properties. */
function areas(...properties: object[]): Buffer {
  const features = properties.map((each, index) => {
    const x = 85 + index * 0.01
    const ring = [
      [x, 27],
      [x + 0.01, 27],
      [x + 0.01, 27.01],
      [x, 27.01],
      [x, 27],
    ]
    return { type: 'Feature', properties: each, geometry: { type: 'Polygon', coordinates: [ring] } }
  })
  return Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }))
}

/** The zip's only folder, and its files in the zip's order. */
async function unzipped(shop: Workshop, jobId: string, name: string) {
  const zip = shop.output(jobId, `${name}.zip`)
  await execa('python3', ['-m', 'zipfile', '-e', zip, join(shop.folder, 'unzipped')])
  const { stdout } = await execa('python3', [
    '-c',
    'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))',
    zip,
  ])
  return { folder: join(shop.folder, 'unzipped', name), names: stdout.split('\n') }
}

test('a zip with the project, its task areas, the heights and the plugin', async () => {
  const shop = await openWorkshop()
  const tif = await readFile(await makeTif(join(shop.folder, 'heights.tif')))
  const url = await serve((_, response) => void response.end(tif))
  const plugin = await zipOf(shop.folder, {
    'drone-plugin/main.qml': 'Item {}',
    'drone-plugin/plugin/icon.svg': '<svg/>',
    '__MACOSX/drone-plugin/._main.qml': 'x',
  })
  const job = await accept(
    shop,
    { ...asked, demUrl: `${url}/heights.tif?signature=abc` },
    { tasks: areas({ project_task_id: 7, tags: { a: 1 } }, { project_task_id: 9 }), plugin },
  )
  const ended = await shop.end(job)
  expect(ended.error).toBeNull()
  const result = DroneResult.parse(ended.result)
  expect(result).toMatchObject({ projectName: 'Kathmandu north', issues: [] })
  expect(result.files.map(({ name }) => name)).toEqual(['Kathmandu north.zip'])

  const { folder, names } = await unzipped(shop, job.id, 'Kathmandu north')
  expect(names).toEqual([
    'Kathmandu north/Kathmandu north.qgs',
    'Kathmandu north/dtm-tasks.gpkg',
    'Kathmandu north/dem.tif',
    'Kathmandu north/Kathmandu north.qml',
    'Kathmandu north/plugin/icon.svg',
  ])
  const project = await readLayers(join(folder, 'Kathmandu north.qgs'))
  expect(project).toMatchObject({
    title: 'Kathmandu north',
    variables: { dtm_gsd: '3.5', dtm_agl: '115', dtm_forward_overlap: '70', dtm_side_overlap: '60' },
    dataDirs: ['plugin'],
    layers: [
      {
        name: 'dtm-tasks',
        valid: true,
        visible: true,
        source: 'dtm-tasks.gpkg|layername=dtm-tasks',
        label: 'coalesce("project_task_id", $id)',
      },
      { name: 'dem', valid: true, visible: false, source: 'dem.tif' },
      { name: 'OpenStreetMap', visible: true, source: 'online' },
    ],
  })
  const tasks = project.layers[0]?.attributes
  expect(tasks?.map((each) => each['project_task_id'])).toEqual(['7', '9'])
  expect(tasks?.[0]?.['tags']).toContain('a')
  const xml = await readFile(join(folder, 'Kathmandu north.qgs'), 'utf8')
  expect(xml.match(/<mapcanvas name="theMapCanvas"/g)).toHaveLength(1)
  expect(xml).toContain('<xmin>85.0</xmin>')
})

test('without plugin, heights and numbers, under a name that no file may have', async () => {
  const shop = await openWorkshop()
  const job = await accept(
    shop,
    { projectName: '../काठमाडौं: <north>.', extent: asked.extent },
    { tasks: areas({ name: 'a' }, {}) },
  )
  const ended = await shop.end(job)
  expect(ended.error).toBeNull()
  const name = '_काठमाडौं_ _north_'
  const { folder, names } = await unzipped(shop, job.id, name)
  expect(names).toEqual([`${name}/${name}.qgs`, `${name}/dtm-tasks.gpkg`])
  const project = await readLayers(join(folder, `${name}.qgs`))
  expect(project.title).toBe('../काठमाडौं: <north>.')
  expect(project.variables).toEqual({})
  expect(project.layers[0]?.attributes?.map((each) => each['project_task_id'])).toEqual(['1', '2'])
})

test('heights that cannot be had are told, and keep no project from being made', async () => {
  const shop = await openWorkshop()
  const url = await serve((request, response) => {
    if (request.url === '/gone') response.writeHead(404)
    response.end(
      request.url === '/driver' ? '<VRTDataset rasterXSize="1" rasterYSize="1"/>' : 'II*\0 and no more',
    )
  })
  for (const [address, code] of [
    [`${url}/gone`, 'dem.missing'],
    ['http://127.0.0.1:1/dem.tif', 'dem.missing'],
    [`${url}/driver`, 'dem.unreadable'],
    [`${url}/broken`, 'dem.unreadable'],
  ] as const) {
    const job = await accept(shop, { ...asked, demUrl: address }, { tasks: areas({}) })
    const ended = await shop.end(job)
    expect(ended.error).toBeNull()
    expect(DroneResult.parse(ended.result)).toMatchObject({
      issues: [{ code, level: 'warning', params: { host: new URL(address).host } }],
      layers: [{ name: 'dtm-tasks' }, { name: 'OpenStreetMap' }],
    })
  }
})

test('what no project can be made from', async () => {
  const shop = await openWorkshop()
  const tasks = areas({})
  const plugin = (files: Record<string, string>): Promise<Buffer> => zipOf(shop.folder, files)
  const point = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [85, 27] } }
  const cases: [string, Partial<DroneRequest>, { tasks: Buffer; plugin?: Buffer }][] = [
    ['tasks.empty', {}, { tasks: areas() }],
    ['tasks.notPolygons', {}, { tasks: Buffer.from(JSON.stringify(point)) }],
    ['tasks.unreadable', {}, { tasks: Buffer.from('{"type": "Feat') }],
    ['area.invalid', { extent: [85, 27, 85, 27] }, { tasks }],
    ['area.invalid', { extent: [85, 27, 84, 28] }, { tasks }],
    ['plugin.unreadable', {}, { tasks, plugin: Buffer.from('no zip') }],
    ['plugin.unsafe', {}, { tasks, plugin: await plugin({ '../main.qml': 'x' }) }],
    ['plugin.unsafe', {}, { tasks, plugin: await plugin({ '/etc/cron.d/x': 'x' }) }],
    ['plugin.unsafe', {}, { tasks, plugin: await plugin({ 'a/dem.link': '/etc/passwd' }) }],
    ['plugin.unsafe', {}, { tasks, plugin: await plugin({ 'dtm-tasks.gpkg': 'x' }) }],
    ['plugin.tooLarge', {}, { tasks, plugin: await plugin({ 'main.qml': 'zeros:300000000' }) }],
  ]
  for (const [code, changed, inputs] of cases) {
    const job = await accept(shop, { ...asked, ...changed }, inputs)
    const { state, error } = await shop.end(job)
    expect({ state, code: error?.code }).toEqual({ state: 'failed', code })
  }
})
