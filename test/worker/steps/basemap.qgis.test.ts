import { readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { BasemapRequest, BasemapResult, type Job } from '#worker/api/jobs.ts'
import { workDir } from '#worker/store/paths.ts'
import { account, startFakeCloud, type FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { python } from '#test/resources/qgis/python.ts'
import { serve } from '#test/worker/serve.ts'
import { makeMbtiles } from '#test/worker/steps/rasters.ts'
import { readLayers } from '#test/worker/steps/read-layers.ts'
import { openWorkshop, type Workshop } from '#test/worker/steps/workshop.ts'

const makeProject = `
import sys, os
from qgis.core import *
application = QgsApplication([], False)
application.initQgis()
folder, background = sys.argv[1:]
project = QgsProject()
layer = QgsVectorLayer('Polygon?crs=EPSG:4326&field=name:string', 'areas', 'memory')
options = QgsVectorFileWriter.SaveVectorOptions()
options.layerName = 'areas'
QgsVectorFileWriter.writeAsVectorFormatV3(layer, folder + '/areas.gpkg', QgsCoordinateTransformContext(), options)
project.setTitle('As it was')
project.addMapLayer(QgsVectorLayer(folder + '/areas.gpkg|layername=areas', 'areas', 'ogr'))
if background != 'none':
    group = project.layerTreeRoot().addGroup('background')
    tiles = QgsRasterLayer('type=xyz&url=https://tile.openstreetmap.org/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax=19', background, 'wms')
    project.addMapLayer(tiles, False)
    group.addLayer(tiles)
assert project.write(folder + '/site.qgz'), project.error()
sys.stdout.flush()
os._exit(0)
`

const projectId = 'e02d02cc-af1b-414c-a14c-e2ed5dfee52f'

interface Scene {
  shop: Workshop
  cloud: FakeCloud
  mbtiles: Buffer
  /** Where `mbtiles` is served. */
  url: string
  ask(changed?: Partial<BasemapRequest>, told?: Partial<typeof account> | null): Promise<Job>
}

/** A project in QFieldCloud with its files, and a server with tiles. */
async function scene(background: string): Promise<Scene> {
  const shop = await openWorkshop()
  const cloud = await startFakeCloud({ profile: '2026' })
  cloud.addProject({ id: projectId })
  await python(makeProject, shop.folder, background)
  for (const name of ['site.qgz', 'areas.gpkg'])
    await cloud.put(projectId, name, await readFile(join(shop.folder, name)))
  await cloud.put(projectId, 'DCIM/1.jpg', 'photo')
  const mbtiles = await readFile(await makeMbtiles(join(shop.folder, 'tiles.mbtiles')))
  const url = await serve((request, response) => {
    if (request.url === '/empty') response.end()
    else if (request.url === '/endless') response.write(mbtiles)
    else if (request.url === '/page') response.end('<html>sign in first</html>')
    else response.end(mbtiles)
  })
  return {
    shop,
    cloud,
    mbtiles,
    url,
    ask(changed = {}, told = {}) {
      const request = BasemapRequest.parse({
        title: 'Site',
        projectId,
        basemapUrl: `${url}/tiles.mbtiles`,
        ...changed,
      })
      const job = shop.ledger.jobs.create({
        type: 'basemap',
        title: 'Site',
        request,
        files: [],
        maxAttempts: 1,
      })
      if (told !== null) shop.accounts.tell(job.id, { url: cloud.url, ...account, ...told })
      return shop.end(job)
    },
  }
}

/** The job's files and the .mbtiles in one folder, as whoever asked puts them there. */
async function putTogether({ shop, mbtiles }: Scene, job: Job): Promise<string> {
  const { files, basemap, project } = BasemapResult.parse(job.result)
  const folder = join(shop.folder, 'together')
  await execa('mkdir', ['-p', folder])
  for (const { name } of files) await writeFile(join(folder, name), await readFile(shop.output(job.id, name)))
  await writeFile(join(folder, basemap.name), mbtiles)
  return join(folder, project)
}

test('the basemap stands above OpenStreetMap, and the project is otherwise as it was', async () => {
  const here = await scene('OpenStreetMap')
  const before = here.cloud.requests.length
  const job = await here.ask()
  expect(job.error).toBeNull()
  const result = BasemapResult.parse(job.result)
  expect(result).toMatchObject({
    project: 'site.qgz',
    basemap: { name: 'basemap.mbtiles', size: here.mbtiles.length },
    layers: [{ name: 'basemap', geometry: 'Raster', count: null }],
  })
  // Neither the tiles, which whoever asked has, nor the photos of features.
  expect(result.files.map(({ name }) => name)).toEqual(['areas.gpkg', 'site.qgz'])
  const { title, layers, order } = await readLayers(await putTogether(here, job))
  expect(title).toBe('As it was')
  expect(layers).toMatchObject([
    { name: 'areas', valid: true, group: '' },
    { name: 'basemap', valid: true, group: 'background', source: 'basemap.mbtiles', visible: true },
    { name: 'OpenStreetMap', group: 'background' },
  ])
  expect(order).toEqual(['areas', 'basemap', 'OpenStreetMap'])
  const posted = here.cloud.requests.slice(before).filter(({ method }) => method === 'POST')
  expect(posted).toMatchObject([{ path: '/api/v1/auth/token/' }])
  expect(existsSync(join(workDir(join(here.shop.folder, 'data')), job.id))).toBe(false)
  expect(JSON.stringify(here.shop.ledger.jobs.get(job.id))).not.toContain(account.password)
})

test('at the bottom where there is no OpenStreetMap, and once only when it is added again', async () => {
  const here = await scene('none')
  const first = await here.ask()
  expect(first.error).toBeNull()
  await here.cloud.put(projectId, 'site.qgz', await readFile(here.shop.output(first.id, 'site.qgz')))
  await here.cloud.put(projectId, 'basemap.mbtiles', here.mbtiles)
  const second = await here.ask()
  expect(second.error).toBeNull()
  const { layers, order } = await readLayers(await putTogether(here, second))
  expect(layers).toMatchObject([
    { name: 'areas', valid: true },
    { name: 'basemap', valid: true, group: '' },
  ])
  expect(order).toEqual(['areas', 'basemap'])
})

test('what of the project stays untouched, word for word', async () => {
  const here = await scene('OpenStreetMap')
  const xml = `<!DOCTYPE qgis>
<qgis version="3.99.0-Future" projectname="Later">
 <title>Later</title>
 <properties><Fieldpack><form type="QString">{"a": "&lt;b>"}</form></Fieldpack></properties>
 <something-new of="later"><kept/></something-new>
 <layer-tree-group><customproperties/>
  <layer-tree-layer id="osm_1234567890" name="OpenStreetMap" checked="Qt::Checked"/>
  <custom-order enabled="1"><item>osm_1234567890</item></custom-order>
 </layer-tree-group>
 <mapcanvas name="theMapCanvas"><extent><xmin>1</xmin></extent></mapcanvas>
 <projectlayers><maplayer type="raster"><id>osm_1234567890</id><datasource>type=xyz</datasource><layername>OpenStreetMap</layername><provider>wms</provider></maplayer></projectlayers>
 <layerorder><layer id="osm_1234567890"/></layerorder>
</qgis>`
  await python(
    "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], 'w'); z.writestr('site.qgs', sys.argv[2]); z.writestr('site.qgd', 'notes'); z.close()",
    join(here.shop.folder, 'later.qgz'),
    xml,
  )
  await here.cloud.put(projectId, 'site.qgz', await readFile(join(here.shop.folder, 'later.qgz')))
  const job = await here.ask()
  expect(job.error).toBeNull()
  const written = JSON.parse(
    await python(
      'import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))',
      here.shop.output(job.id, 'site.qgz'),
    ),
  ) as Record<string, string>
  expect(written['site.qgd']).toBe('notes')
  const changed = written['site.qgs'] ?? ''
  expect(changed).toContain('version="3.99.0-Future"')
  expect(changed).toContain('<something-new of="later"><kept /></something-new>')
  expect(changed).toContain('{"a": "&lt;b&gt;"}')
  expect(changed).toContain('<mapcanvas name="theMapCanvas"><extent><xmin>1</xmin></extent></mapcanvas>')
  expect(changed).toMatch(/<item>basemap_\w+<\/item><item>osm_1234567890<\/item>/)
  expect(changed).toMatch(/<layer id="basemap_\w+" \/><layer id="osm_1234567890" \/>/)
})

test('a stop ends a download that never does', async () => {
  const here = await scene('none')
  const work = here.ask({ basemapUrl: `${here.url}/endless` })
  const [job] = here.shop.ledger.jobs.list()
  if (job === undefined) throw new Error('no job')
  const partial = join(workDir(join(here.shop.folder, 'data')), job.id, 'basemap.mbtiles')
  await expect.poll(() => existsSync(partial), { timeout: 20_000 }).toBe(true)
  here.shop.cancel(job.id)
  const { id, state, error } = await work
  expect({ state, code: error?.code }).toEqual({ state: 'stopped', code: 'job.cancelled' })
  expect(existsSync(partial)).toBe(false)
  expect(here.shop.ledger.files.list(id, 'output')).toEqual([])
})

test('what is asked in vain says why, and writes nothing', async () => {
  const here = await scene('OpenStreetMap')
  const project = await readFile(join(here.shop.folder, 'site.qgz'))
  const { files } = here.cloud.state.projects.get(projectId) ?? { files: new Map<string, never>() }
  const cases: [string, () => Promise<Job>][] = [
    ['cloud.noAccount', () => here.ask({}, null)],
    ['cloud.wrongPassword', () => here.ask({}, { password: 'wrong' })],
    ['cloud.unreachable', () => here.ask({}, { url: 'http://127.0.0.1:1' } as never)],
    ['cloud.notFound', () => here.ask({ projectId: '00000000-0000-4000-8000-000000000000' })],
    ['download.empty', () => here.ask({ basemapUrl: `${here.url}/empty` })],
    ['basemap.unreadable', () => here.ask({ basemapUrl: `${here.url}/page` })],
    [
      'basemap.notOneProject',
      async () => {
        await here.cloud.put(projectId, 'other.qgz', project)
        return here.ask()
      },
    ],
    [
      'basemap.notOneProject',
      () => {
        files.delete('other.qgz')
        files.delete('site.qgz')
        return here.ask()
      },
    ],
    [
      'project.unreadable',
      async () => {
        await here.cloud.put(projectId, 'site.qgz', 'no zip')
        return here.ask()
      },
    ],
    [
      'cloud.unsafeName',
      async () => {
        await here.cloud.put(projectId, '../../site.qgz', project)
        return here.ask()
      },
    ],
  ]
  for (const [code, attempt] of cases) {
    const { id, state, error } = await attempt()
    expect({ state, code: error?.code }).toEqual({ state: 'failed', code })
    expect(here.shop.ledger.files.list(id, 'output')).toEqual([])
  }
})
