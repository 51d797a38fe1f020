import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { ApplyDeltasResult, Delta } from '#worker/api/deltas.ts'
import { servers } from '#test/postgres/binaries.ts'
import { startPostgres } from '#test/postgres/server.ts'
import { delta, rowsOf } from '#test/resources/qgis/changes.ts'
import { makeProject, type LayerSpec } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { fingerprint, writeDeltas } from '#test/worker/cli/site.ts'
import { run, scratch } from '#test/worker/cli/run.ts'

/** A project of these layers with a ledger of its own. */
async function place(layers: LayerSpec[]) {
  const folder = scratch()
  const site = join(folder, 'site')
  await makeProject({ out: site, file: 'site.qgs', layers })
  return {
    site,
    async apply(...deltas: Delta[]) {
      const file = writeDeltas(join(folder, 'deltas.json'), deltas)
      const ran = await run(['apply-deltas', site, file, '--json', '--data', join(folder, 'data')])
      return ran.document() as unknown as ApplyDeltasResult & { error?: { code: string } }
    },
  }
}

const create = (layer: string, name = 'fir') =>
  delta(layer, 'create', '-1', { new: { geometry: 'POINT(4 4)', attributes: { name } } })
const statuses = ({ deltas }: ApplyDeltasResult): string[] => deltas.map(({ status }) => status)
const namesIn = async (file: string) => (await rowsOf(file)).map(({ name }) => name)

const trees = 'trees_0000001'
const treesLayer: LayerSpec = {
  name: 'Trees',
  id: trees,
  kind: 'gpkg',
  file: 'data/trees.gpkg',
  table: 'trees',
  features: [{ wkt: 'POINT(1 1)', values: { name: 'oak' } }],
}

test('a change of a layer that is read through a link is put into the file behind it', async () => {
  const { site, apply } = await place([treesLayer])
  mkdirSync(join(site, 'store'))
  renameSync(join(site, 'data/trees.gpkg'), join(site, 'store/all.gpkg'))
  symlinkSync('../store/all.gpkg', join(site, 'data/trees.gpkg'))
  expect(statuses(await apply(create(trees)))).toEqual(['applied'])
  expect(await namesIn(join(site, 'store/all.gpkg'))).toEqual(['oak', 'fir'])
  expect(fingerprint(site)).toMatchObject({ 'data/trees.gpkg': 'link to ../store/all.gpkg' })

  rmSync(join(site, 'data'), { recursive: true })
  symlinkSync('store', join(site, 'data'))
  renameSync(join(site, 'store/all.gpkg'), join(site, 'store/trees.gpkg'))
  expect(statuses(await apply(create(trees, 'elm')))).toEqual(['applied'])
  expect(await namesIn(join(site, 'store/trees.gpkg'))).toEqual(['oak', 'fir', 'elm'])
})

test('no change is said to be applied that no file would keep', async () => {
  const [memory, geodatabase, folder] = ['memory_000001', 'geodb_0000001', 'folder_000001']
  const vector = { kind: 'vector', provider: 'ogr' } as const
  const { site, apply } = await place([
    {
      name: 'Memory',
      id: memory,
      kind: 'memory',
      fields: [{ name: 'fid', type: 'integer' }, { name: 'name' }],
    },
    { ...vector, name: 'Geodatabase', id: geodatabase, source: './x.gdb|layername=trees' },
    { ...vector, name: 'Folder', id: folder, source: './shapes|layername=trees' },
  ])
  await python(
    `import os, sys
from osgeo import ogr, osr
os.chdir(sys.argv[1])
os.mkdir('shapes')
for driver, place in (('OpenFileGDB', 'x.gdb'), ('ESRI Shapefile', 'shapes')):
    driver = ogr.GetDriverByName(driver)
    source = driver.CreateDataSource(place) if driver.TestCapability(ogr.ODrCCreateDataSource) else None
    for table in ('trees', 'more') if source else ():
        layer = source.CreateLayer(table, None, ogr.wkbPoint)
        layer.CreateField(ogr.FieldDefn('fid', ogr.OFTInteger))
        layer.CreateField(ogr.FieldDefn('name', ogr.OFTString))
    source = None`,
    site,
  )
  const before = fingerprint(site)
  const answer = await apply(create(memory), create(geodatabase), create(folder))
  expect(statuses(answer)).toEqual(['not_applied', 'not_applied', 'not_applied'])
  expect(fingerprint(site)).toEqual(before)
})

test('a SpatiaLite table is changed and counted', async () => {
  const { site, apply } = await place([
    {
      name: 'Trees',
      id: trees,
      kind: 'vector',
      provider: 'spatialite',
      source: `dbname='./s.sqlite' table="trees" (geometry)`,
    },
  ])
  await python(
    `import sys
from osgeo import ogr, osr
wgs84 = osr.SpatialReference()
wgs84.ImportFromEPSG(4326)
source = ogr.GetDriverByName('SQLite').CreateDataSource(sys.argv[1], options=['SPATIALITE=YES'])
layer = source.CreateLayer('trees', wgs84, ogr.wkbPoint, options=['FID=fid', 'GEOMETRY_NAME=geometry'])
layer.CreateField(ogr.FieldDefn('name', ogr.OFTString))
source = None`,
    join(site, 's.sqlite'),
  )
  const answer = await apply(create(trees))
  expect(statuses(answer)).toEqual(['applied'])
  expect(answer.layers).toMatchObject([{ before: 0, after: 1 }])
  expect(await namesIn(join(site, 's.sqlite'))).toEqual(['fir'])
})

test.runIf(servers.includes('debian'))(
  'what a database took is not applied once more when the files could not be put in their place',
  async () => {
    const server = await startPostgres({ which: 'debian' })
    const { port, user, password } = server
    const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' })
    await client.connect()
    try {
      await client.query('create table wells(id serial primary key, name text)')
      const login = `dbname='postgres' host=127.0.0.1 port=${port} user='${user}' password='${password}'`
      const wells = 'wells_0000001'
      const { site, apply } = await place([
        treesLayer,
        {
          name: 'Wells',
          id: wells,
          kind: 'vector',
          provider: 'postgres',
          geometry: 'None',
          source: `${login} key='id' table="public"."wells"`,
        },
      ])
      const deltas = [create(trees), delta(wells, 'create', '-2', { new: { attributes: { name: 'deep' } } })]
      const busy = join(site, 'data/trees.gpkg-shm')
      writeFileSync(busy, '')
      const failed = await apply(...deltas)
      expect(failed.error).toMatchObject({ code: 'project.inUse' })
      expect(statuses(failed)).toEqual(['pending', 'applied'])
      rmSync(busy)
      expect(statuses(await apply(...deltas))).toEqual(['applied', 'ignored'])
      expect((await client.query('select name from wells')).rows).toEqual([{ name: 'deep' }])
      expect(await namesIn(join(site, 'data/trees.gpkg'))).toEqual(['oak', 'fir'])
    } finally {
      await client.end()
      await server.stop()
    }
  },
)
