import { dirname } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Delta, DeltaMethod, DeltaSide } from '#worker/api/deltas.ts'
import { servers } from '#test/postgres/binaries.ts'
import { type PostgresServer, startPostgres } from '#test/postgres/server.ts'
import { call } from '#test/resources/qgis/call.ts'
import { apply, delta, planned, verdicts } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const hasPostgis = servers.includes('debian')

const layers = { wells: 'wells_11111111111', named: 'named_11111111111', pairs: 'pairs_11111111111' }

let server: PostgresServer
let client: pg.Client
let project: string

beforeAll(async () => {
  server = await startPostgres({ which: hasPostgis ? 'debian' : 'embedded' })
  const { port, user, password } = server
  client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' })
  await client.connect()
  if (hasPostgis) await client.query('create extension postgis')
  await client.query(tables)
  const login = `dbname='postgres' host=127.0.0.1 port=${port} user='${user}' password='${password}'`
  const source = (name: string, key: string): string =>
    `${login} key='${key}' estimatedmetadata=true table="public"."${name}"${name === 'wells' && hasPostgis ? ' (geom)' : ''}`
  ;({ project } = await makeProject({
    out: path('site'),
    file: 'site.qgs',
    layers: Object.entries({ wells: 'id', named: 'code', pairs: 'a,b' }).map(([name, key]) => ({
      name,
      kind: 'vector',
      provider: 'postgres',
      id: layers[name as keyof typeof layers],
      source: source(name, key),
      geometry: name === 'wells' && hasPostgis ? 'Point' : 'None',
    })),
  }))
})
afterAll(async () => {
  await client.end()
  await server.stop()
})

const tables = `
  create table wells(
    id serial primary key, name text unique, depth integer check (depth < 100), size numeric(6, 2), long bigint,
    open boolean default true, at timestamptz, extra jsonb ${hasPostgis ? ', geom geometry(Point, 4326)' : ''});
  create table named(code text primary key, name text);
  create table pairs(a integer, b integer, name text, primary key (a, b));
`

beforeEach(async () => {
  await client.query(`
    truncate wells, named, pairs restart identity;
    insert into wells(name, depth, at) values ('north', 12, '2026-01-02T03:04:05Z'), ('south', 7, null);
    insert into named values ('o''brien', 'x'), ('2', 'y');
    insert into pairs values (1, 1, 'x');
  `)
})

const wells = (method: DeltaMethod, pk: string, sides: { old?: DeltaSide; new?: DeltaSide }): Delta =>
  delta(layers.wells, method, pk, sides)
const patch = (pk: string, old: DeltaSide['attributes'], now: DeltaSide['attributes']): Delta =>
  wells('patch', pk, { old: { attributes: old }, new: { attributes: now } })
const rows = async (sql: string): Promise<unknown[]> =>
  (await client.query({ text: sql, rowMode: 'array' })).rows

test('creates, patches and deletes, each in words of the server', async () => {
  const report = await apply(project, [
    wells('create', '9', {
      new: {
        attributes: { name: 'new', depth: 3, size: 1.25, long: 9_007_199_254_740_991, extra: { a: [1] } },
      },
    }),
    wells('create', '8', { new: { attributes: { id: 1, name: 'twin' } } }),
    wells('create', '50', { new: { attributes: { id: 50, name: 'fifty', open: false } } }),
    patch('1', { depth: 12, at: '2026-01-02T03:04:05Z' }, { depth: 13 }),
    patch('1', { depth: 12 }, { depth: 14 }),
    patch('2', { depth: 7 }, { depth: 400 }),
    patch('2', { name: 'south' }, { name: 'north' }),
    wells('delete', '2', { old: { attributes: { name: 'south' } } }),
    patch('77', {}, {}),
  ])
  const missing = hasPostgis ? ' missingGeometry' : ''
  expect(verdicts(report)).toEqual([
    `applied${missing}`,
    `applied${missing} renumberedKey`,
    `applied${missing}`,
    'applied',
    'conflict',
    'not_applied',
    'not_applied',
    'applied',
    'not_applied',
  ])
  expect(report.deltas.map(({ modifiedPk }) => modifiedPk)).toEqual([
    '3',
    '4',
    '50',
    '1',
    null,
    null,
    null,
    '2',
    null,
  ])
  expect(report.layers).toEqual([
    { id: layers.wells, name: 'wells', file: null, before: 2, after: 4, expected: 4 },
  ])
  expect(await rows('select id, name, depth, size, long, open, extra from wells order by id')).toEqual([
    [1, 'north', 13, null, null, true, null],
    [3, 'new', 3, '1.25', '9007199254740991', true, { a: [1] }],
    [4, 'twin', null, null, null, true, null],
    [50, 'fifty', null, null, null, false, null],
  ])
})

test('a key of text is found; a composite key is not supported', async () => {
  const report = await apply(project, [
    delta(layers.named, 'patch', "o'brien", {
      old: { attributes: { name: 'x' } },
      new: { attributes: { name: 'X' } },
    }),
    delta(layers.named, 'create', 'k', { new: { attributes: { code: 'k', name: 'z' } } }),
    delta(layers.named, 'patch', '2', {
      old: { attributes: { code: '2' } },
      new: { attributes: { code: '22' } },
    }),
    delta(layers.pairs, 'patch', '1', {
      old: { attributes: { name: 'x' } },
      new: { attributes: { name: 'X' } },
    }),
  ])
  expect(verdicts(report)).toEqual(['applied', 'applied', 'applied keyChanged', 'not_applied'])
  expect(report.deltas[3]?.message).toBe('Composite (multi-column) primary keys are not supported!')
  expect(await rows('select * from named order by code')).toEqual([
    ['22', 'y'],
    ['k', 'z'],
    ["o'brien", 'X'],
  ])
})

test('a job that ends in the middle leaves nothing in the database', async () => {
  const report = await apply(project, [
    patch('1', { depth: 12 }, { depth: 13 }),
    wells('patch', '2', { new: { attributes: { depth: 1 } } }),
  ])
  expect(verdicts(report)).toEqual(['applied', 'error'])
  expect(await rows('select depth from wells order by id')).toEqual([[12], [7]])
})

test('a dry run leaves nothing in the database', async () => {
  const report = await apply(project, [patch('1', { depth: 12 }, { depth: 13 })], { dryRun: true })
  expect(verdicts(report)).toEqual(['applied'])
  expect(await rows('select depth from wells order by id')).toEqual([[12], [7]])
})

test('a cancelled job leaves nothing in the database', async () => {
  const deltas = planned([patch('1', { depth: 12 }, { depth: 13 }), patch('2', { depth: 7 }, { depth: 8 })])
  const plan = { overwriteConflicts: false, dryRun: false, deltas }
  const { error } = await call(
    'changes',
    { project, root: dirname(project), plan, offline: false },
    { cancelAt: 1 },
  )
  expect(error?.code).toBe('job.cancelled')
  expect(await rows('select depth from wells order by id')).toEqual([[12], [7]])
})

test('offline there is no such layer', async () => {
  const plan = {
    overwriteConflicts: false,
    dryRun: false,
    deltas: planned([patch('1', { depth: 12 }, { depth: 13 })]),
  }
  const { result } = await call('changes', { project, root: dirname(project), plan, offline: true })
  expect(result?.deltas).toMatchObject([
    { status: 'not_applied', message: `Invalid layer "${layers.wells}"` },
  ])
})

test.runIf(hasPostgis)(
  'geometries of a wrong kind are refused by the database, and a refused value keeps the geometry',
  async () => {
    const move = (geometry: string | null) =>
      wells('patch', '1', { old: { attributes: { name: 'north' } }, new: { geometry } })
    const report = await apply(project, [
      move('Polygon ((0 0,1 0,1 1,0 0))'),
      move('PointZ (1 2 3)'),
      move('Point (1 2)'),
      wells('patch', '2', {
        old: { attributes: { depth: 7 } },
        new: { geometry: 'Point (3 4)', attributes: { depth: 400 } },
      }),
    ])
    expect(verdicts(report)).toEqual(['not_applied', 'not_applied', 'applied', 'not_applied'])
    expect(await rows('select st_astext(geom), depth from wells order by id')).toEqual([
      ['POINT(1 2)', 12],
      [null, 7],
    ])
  },
)
