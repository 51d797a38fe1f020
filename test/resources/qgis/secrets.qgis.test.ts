import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import type { ProjectLayer } from '#worker/api/projects.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'

const { path } = scratch()

let server: PostgresServer
let project = ''
beforeAll(async () => {
  server = await startPostgres()
  await server.createDatabase('field')
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: server.user,
    password: server.password,
    database: 'field',
  })
  await client.connect()
  await client.query(`
    create table wells (id int primary key, name text);
    create table parts (well int, number int, primary key (well, number));
    create table notes (name text);
    insert into wells values (1, 'a'), (2, 'b');
    create role reader;
    grant select on parts to reader`)
  await client.end()
  const source = (table: string, key = '') => `service='field'${key} table="public"."${table}"`
  const geometry = 'None'
  const provider = 'postgres'
  const made = await makeProject({
    out: path('database'),
    file: 'site.qgs',
    layers: [
      { name: 'Wells', kind: 'vector', provider, geometry, source: source('wells', " key='id'") },
      { name: 'Parts', kind: 'vector', provider, geometry, source: source('parts') },
      { name: 'Notes', kind: 'vector', provider, geometry, source: source('notes') },
    ],
  })
  project = made.project
})
afterAll(async () => {
  await server.stop()
})

/** The layers, as a session with these secrets finds them, and the mode of its file. */
async function opened(change: { password?: string; env?: Record<string, string>; offline?: boolean }) {
  const password = change.password ?? server.password
  const services = `[field]\nhost=127.0.0.1\nport=${server.port}\ndbname=field\nuser=${server.user}\npassword=${password}\n`
  const answer = await python(
    `import json, os, sys
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from methods import METHODS
from task import Task
given = json.loads(sys.argv[1])
task = Task(lambda *_: None, lambda *_: None, lambda: False)
METHODS['secrets'](given['secrets'], task)
found = METHODS['openProject'](given['open'], task)
file = os.environ['PGSERVICEFILE']
json.dump({'layers': found['layers'], 'mode': os.stat(file).st_mode & 0o777, 'whole': json.dumps(found)}, answers)
answers.flush()
os._exit(0)`,
    JSON.stringify({
      secrets: { services, env: change.env ?? {} },
      open: { project, root: path('database'), offline: change.offline ?? false, thumbnail: null },
    }),
  )
  return JSON.parse(answer) as { layers: ProjectLayer[]; mode: number; whole: string }
}

test('a service that only this job knows is reached, and keys are those of the tables', async () => {
  const { layers, mode, whole } = await opened({})
  expect(mode).toBe(0o600)
  expect(
    layers.map(({ name, isValid, count, primaryKey, unsupportedPrimaryKey, service, isOnline }) => [
      name,
      isValid,
      count,
      primaryKey,
      unsupportedPrimaryKey,
      service,
      isOnline,
    ]),
  ).toEqual([
    ['Wells', true, 2, 'id', false, 'field', true],
    ['Parts', true, 0, null, true, 'field', true],
    ['Notes', true, 0, null, true, 'field', true],
  ])
  expect(whole).not.toContain(server.password)
})

test('offline it is not, although it is known', async () => {
  const { layers } = await opened({ offline: true })
  expect(layers.map(({ isValid, errorCode }) => [isValid, errorCode])).toEqual(
    layers.map(() => [false, 'invalid_dataprovider']),
  )
})

test('with a wrong password it is not, and the words hold none', async () => {
  const { layers, whole } = await opened({ password: 'wrong-password' })
  expect(layers[0]).toMatchObject({ isValid: false, errorCode: 'invalid_dataprovider', service: 'field' })
  expect(whole).not.toContain('wrong-password')
})

test('an effective user sees what that one may see', async () => {
  const { layers } = await opened({ env: { QFC_PG_EFFECTIVE_USER: 'reader' } })
  expect(layers.map(({ name, isValid }) => [name, isValid])).toEqual([
    ['Wells', false],
    ['Parts', true],
    ['Notes', false],
  ])
})
