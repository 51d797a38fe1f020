import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readProject } from '#test/resources/qgis/call.ts'
import { packages, type Packed } from '#test/resources/qgis/pack.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'

const packed = packages()

const capabilities = (port: number) => `<?xml version="1.0"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms" xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name><Title>Test</Title><OnlineResource xlink:href="http://127.0.0.1:${port}/"/></Service>
<Capability><Request>
<GetCapabilities><Format>text/xml</Format><DCPType><HTTP><Get><OnlineResource xlink:href="http://127.0.0.1:${port}/?"/></Get></HTTP></DCPType></GetCapabilities>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="http://127.0.0.1:${port}/?"/></Get></HTTP></DCPType></GetMap>
</Request><Exception><Format>XML</Format></Exception>
<Layer><Title>All</Title><CRS>EPSG:4326</CRS><EX_GeographicBoundingBox><westBoundLongitude>-180</westBoundLongitude><eastBoundLongitude>180</eastBoundLongitude><southBoundLatitude>-90</southBoundLatitude><northBoundLatitude>90</northBoundLatitude></EX_GeographicBoundingBox>
<BoundingBox CRS="EPSG:4326" minx="-90" miny="-180" maxx="90" maxy="180"/>
<Layer><Name>roads</Name><Title>Roads</Title></Layer></Layer></Capability></WMS_Capabilities>`

describe('services', () => {
  let server: Server
  let port: number
  const asked: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('Content-Type', 'text/xml').end(capabilities(port))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  const wms = () =>
    `contextualWMSLegend=0&crs=EPSG:4326&dpiMode=7&format=image/png&layers=roads&styles=&url=http://127.0.0.1:${port}/`

  /** Nobody listens on the port for discarded packets. */
  const dead =
    'contextualWMSLegend=0&crs=EPSG:4326&dpiMode=7&format=image/png&layers=x&styles=&url=http://127.0.0.1:9/'

  test('keep their source, whether they answer or not', async () => {
    const spec = {
      layers: [
        { name: 'points', kind: 'gpkg' as const, features: 2 },
        { name: 'roads', kind: 'raster' as const, provider: 'wms', source: wms() },
        { name: 'tiles', kind: 'xyz' as const, source: 'https://tile.example.org/{z}/{x}/{y}.png' },
        { name: 'dead', kind: 'raster' as const, provider: 'wms', source: dead },
      ],
    }
    for (const offline of [false, true]) {
      asked.length = 0
      const made = await packed(spec, { offline })
      expect(made.opened.layers.find(({ name }) => name === 'dead')?.isValid).toBe(false)
      expect(made.judged.lines).toEqual([])
      expect(made.judged.error).toBeNull()
      expect(asked.length > 0).toBe(!offline)
      expect(made.judged.layers.map(({ action, file, isOnline }) => [action, file, isOnline])).toEqual([
        ['offline', 'data.gpkg', false],
        ['no_action', null, true],
        ['no_action', null, true],
        ['no_action', null, true],
      ])
      const sources = (await readProject(made.project)).layers.map(({ source }) => source)
      expect(sources[1]).toContain(`url=http://127.0.0.1:${port}/`)
      expect(made.planned.findings.map(({ code }) => code)).toEqual([
        'packageOnline',
        'packageOnline',
        'packageOnline',
      ])
    }
  })
})

/** Debian's package postgresql-15-postgis-3. */
const hasPostgis = existsSync('/usr/share/postgresql/15/extension/postgis.control')
if (!hasPostgis) process.stderr.write('Skipped: packages of PostGIS, which is not on this machine.\n')

describe.skipIf(!hasPostgis)('PostGIS', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ which: 'debian' })
    await server.createDatabase('field')
    const client = new pg.Client({ ...server, host: '127.0.0.1', database: 'field' })
    await client.connect()
    await client.query(`
      create extension postgis;
      create table wells (id serial primary key, name text not null, tags text[], info jsonb, at timestamptz, opened time,
        depth numeric(6, 2), alive boolean, code uuid unique default gen_random_uuid(), geom geometry(PointZ, 32631));
      insert into wells (name, tags, info, at, opened, depth, alive, geom)
        select 'w' || n, array['a', 'b ' || n], jsonb_build_object('n', n), '2026-01-02 03:04:05+02', '06:07:08', n / 3.0,
          n % 2 = 0, st_setsrid(st_makepoint(500000 + n, 10 * n, n), 32631) from generate_series(1, 50) n;
      create table pairs (a int, b int, primary key (a, b));
      insert into pairs values (1, 2);
      create table loose (name text, geom geometry(MultiPolygon, 4326));
      insert into loose values ('x', st_multi(st_makeenvelope(0, 0, 1, 1, 4326)));
      create view deep as select * from wells where depth > 10;
      create table twins (id int primary key, name text, "Name" text);
    `)
    await client.end()
  }, 60_000)
  afterAll(() => server.stop())

  const source = (table: string, rest: string) =>
    `dbname='field' host=127.0.0.1 port=${server.port} user='${server.user}' password='${server.password}' ${rest.replace('@', `table="public"."${table}"`)}`

  const wells = (name: string, sql = '') => ({
    name,
    kind: 'vector' as const,
    provider: 'postgres',
    geometry: 'PointZ',
    source: source('wells', `key='id' srid=32631 type=PointZ checkPrimaryKeyUnicity='1' @ (geom) ${sql}`),
  })

  const layerOf = async ({ project }: Packed, name: string) =>
    (await readProject(project)).layers.find((each) => each.name === name)

  test('offline layers hold all columns, and ask for what the database asks for', async () => {
    const made = await packed({ crs: 'EPSG:32631', layers: [wells('Wells')] })
    expect(made.judged.lines).toEqual([])
    expect(made.judged.error).toBeNull()
    expect(made.judged.layers).toMatchObject([{ table: 'wells', expected: 50, packaged: 50 }])
    expect(made.audit.layers[0]?.geometry).toBe('PointZ')
    const database = new DatabaseSync(join(made.out, 'data.gpkg'), { readOnly: true })
    expect(
      database.prepare('select id, tags, info, opened, depth, alive from wells where name = ?').get('w2'),
    ).toMatchObject({
      id: 2,
      tags: '{"a","b 2"}',
      info: '{"n": 2}',
      opened: '06:07:08',
      depth: 0.67,
      alive: 1,
    })
    database.close()
    const layer = await layerOf(made, 'Wells')
    expect(layer?.crs).toBe('EPSG:32631')
    expect(layer?.fields.map(({ name }) => name)).toEqual([
      'fid',
      'id',
      'name',
      'tags',
      'info',
      'at',
      'opened',
      'depth',
      'alive',
      'code',
    ])
    const constraints = Object.fromEntries(
      (layer?.fields ?? []).map(({ name, notNull, unique }) => [name, [notNull, unique]]),
    )
    // The server numbers rows itself, and makes up codes.
    expect(constraints).toMatchObject({ id: [false, false], name: [true, false], code: [false, false] })
    expect(layer?.customProperties['QFieldSync/sourceDataPrimaryKeys']).toBe('id')
    expect(JSON.stringify(layer)).not.toContain(server.password)
  })

  test('Postgres’ own operators in filters', async () => {
    const made = await packed({
      layers: [
        wells('even', `sql="name" ~ '[02468]$' AND depth::int < 10`),
        wells('odd', `sql="name" ~ '[13579]$'`),
      ],
    })
    expect(made.judged.lines).toEqual([])
    expect(made.judged.error).toBeNull()
    expect(made.judged.layers.map(({ expected, packaged }) => [expected, packaged])).toEqual([
      [14, 14],
      [25, 25],
    ])
  })

  test('a composite key, or none, leaves a layer where it is, read-only', async () => {
    const made = await packed({
      layers: [
        {
          name: 'pairs',
          kind: 'vector',
          provider: 'postgres',
          geometry: 'None',
          source: source('pairs', `key='a,b' @`),
        },
      ],
    })
    expect(made.judged.error).toBeNull()
    expect(made.judged.layers).toMatchObject([
      { action: 'no_action', file: null, readOnly: true, isOnline: true },
    ])
    const layer = await layerOf(made, 'pairs')
    expect(layer).toMatchObject({
      readOnly: true,
      customProperties: { 'QFieldSync/unsupported_source_pk': '1' },
    })
    expect(layer?.source).toContain('table="public"."pairs"')
  })

  test('columns that differ in case alone make the layer a lost one', async () => {
    const made = packed({
      layers: [
        {
          name: 'twins',
          kind: 'vector',
          provider: 'postgres',
          geometry: 'None',
          source: source('twins', `key='id' @`),
        },
      ],
    })
    await expect(made).rejects.toThrow(/lost: .*columns/)
  })

  test('a database that does not answer makes the layer a lost one', async () => {
    await expect(packed({ layers: [wells('Wells')] }, { offline: true })).rejects.toThrow(/lost: .*Wells/)
    const without = await packed(
      { layers: [{ ...wells('Wells'), cloudAction: 'remove' }] },
      { offline: true },
    )
    expect(without.judged.error).toBeNull()
  })
})
