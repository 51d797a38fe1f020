import { once } from 'node:events'
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { writeTown } from '#test/bench/buildings.ts'
import { account, startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { servers } from '#test/postgres/binaries.ts'
import { createJobsDatabase, poolOf } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { readProject } from '#test/resources/qgis/call.ts'
import { run, scratch } from '#test/worker/cli/run.ts'
import {
  fieldBody,
  fieldTmEnv,
  insertRow,
  outputFiles,
  post,
  startServe,
  town,
  until,
  type Row,
} from '#test/worker/http/served.ts'
import { extOf } from '#test/worker/mirror/jobs.ts'
import { makeMbtiles } from '#test/worker/steps/rasters.ts'
import type { Pool } from '#worker/mirror/pool.ts'

let postgres: PostgresServer
let name: string
let sql: Pool

beforeAll(async () => {
  postgres = await startPostgres()
  ;({ name, pool: sql } = await createJobsDatabase(postgres))
})

afterAll(async () => {
  await sql.close()
  await postgres.stop()
})

const serve = (...args: string[]) =>
  startServe(['--data', join(scratch(), 'data'), ...args], fieldTmEnv(postgres, name))

/** Enough to do for several seconds. */
async function largeTown(count: number): Promise<Row> {
  const path = join(scratch(), 'town.geojson')
  await writeTown(path, { count, seed: 3, origin: [84.4, 27.6], bowties: 0 })
  return { ...town, features: JSON.parse(await readFile(path, 'utf8')) as object }
}

/** Where that file can be fetched. */
async function serveFile(path: string): Promise<string> {
  const server = createServer((_, response) => createReadStream(path).pipe(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/town.mbtiles`
}

/** As Field-TM's backend writes them for its upload. */
async function fetchProject(jobId: string): Promise<string> {
  const folder = join(scratch(), 'project')
  mkdirSync(folder)
  const files = Object.entries((await outputFiles(sql, jobId)) ?? {})
  for (const [file, base64] of files) writeFileSync(join(folder, file), Buffer.from(base64, 'base64'))
  const projects = files.map(([file]) => file).filter((file) => file.endsWith('.qgz'))
  expect(projects).toHaveLength(1)
  return join(folder, projects[0] ?? '')
}

test('Field-TM’s backend gets a project that opens, and its row goes without a trace of trouble', async () => {
  const { url, said } = await serve()
  const health = await fetch(`${url}/health`)
  expect(health.status).toBe(200)
  expect(await health.json()).toEqual({ status: 'healthy', qgis_version: expect.stringMatching(/^\d+\.\d+/) })

  const jobId = await insertRow(sql)
  const answer = await post(`${url}/field`, fieldBody(jobId))
  expect(answer.json).toEqual({ status: 'success', message: expect.any(String) })
  expect(answer.status).toBe(200)
  const project = await readProject(await fetchProject(jobId))
  expect(project).toMatchObject({ title: 'Ward 5', crs: 'EPSG:4326' })
  expect(project.canvases).toHaveLength(1)
  const layers = project.layers.map((layer) => layer.name)
  expect(layers[0]).toBe('survey')
  expect(layers).toContain('tasks')
  expect(layers.at(-1)).toBe('OpenStreetMap')
  expect(project.layers.every(({ valid }) => valid)).toBe(true)
  expect(project.layers.find((layer) => layer.name === 'survey')).toMatchObject({ count: 196 })
  expect(await extOf(sql, jobId)).toMatchObject({
    state: 'finished',
    progress: 1,
    attempts: 1,
    title: 'Ward 5',
  })

  await sql.query('DELETE FROM qgis_jobs WHERE job_id = $1', [jobId])
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('fieldpack_job_duration_seconds_count{type="generate",outcome="finished"} 1\n')
  expect(metrics).toContain('fieldpack_mirror_state{state="connected"} 1\n')
  expect(said()).not.toContain(postgres.password)
})

test('an older Field-TM’s table, on the oldest Postgres here, is used as it is', async () => {
  const oldest = await startPostgres({ which: servers.at(-1) ?? 'embedded' })
  onTestFinished(() => oldest.stop())
  await oldest.createDatabase('older')
  const older = poolOf(oldest, 'older')
  onTestFinished(() => older.close())
  await older.query(
    `CREATE TABLE qgis_jobs (job_id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(),
       xlsform bytea, features jsonb, tasks jsonb, output_files jsonb)`,
  )
  const { url } = await startServe(['--data', join(scratch(), 'data')], fieldTmEnv(oldest, 'older'))
  const jobId = await insertRow(older)
  expect(await post(`${url}/field`, fieldBody(jobId))).toMatchObject({ status: 200 })
  expect(Object.keys((await outputFiles(older, jobId)) ?? {})).toContain('Ward-5.qgz')
  const columns = await older.query(
    "SELECT count(*)::int AS count FROM pg_attribute WHERE attrelid = 'qgis_jobs'::regclass AND attnum > 0",
  )
  expect(columns).toEqual([{ count: 6 }])
})

test('a project without features, or without tasks, is one all the same', async () => {
  const { url } = await serve()
  const none = { type: 'FeatureCollection', features: [] }
  for (const [row, tasks] of [
    [{ ...town, features: none }, 4],
    [{ ...town, tasks: none }, 1],
    [{ ...town, features: none, tasks: none }, 1],
  ] as const) {
    const jobId = await insertRow(sql, row)
    const answer = await post(`${url}/field`, fieldBody(jobId, { language: 'Klingon' }))
    expect(answer).toMatchObject({ status: 200 })
    const { layers } = await readProject(await fetchProject(jobId))
    expect(layers.find((layer) => layer.name === 'tasks')).toMatchObject({ valid: true, count: tasks })
    const survey = layers.find((layer) => layer.name === 'survey')
    expect(survey).toMatchObject({ valid: true, count: row.features === none ? 0 : 196 })
  }
})

test('every error is answered with the status and the members that the backend reads', async () => {
  const { url } = await serve()
  const unknown = '01990000-0000-7000-8000-000000000001'
  const noForm = await insertRow(sql, { ...town, xlsform: Buffer.from('<html>no form</html>') })
  const noQuestions = await insertRow(sql, { ...town, tasks: { type: 'FeatureCollection', features: 7 } })
  const told: [number, object | string][] = [
    [400, ''],
    [400, '{"job_id":'],
    [400, {}],
    [400, fieldBody(unknown, { extent: '1,2,3' })],
    [400, fieldBody('nonsense')],
    [500, fieldBody(unknown)],
    [500, fieldBody(noForm)],
    [500, fieldBody(noQuestions)],
  ]
  const traced = { traceback: expect.any(String) }
  for (const [status, body] of told) {
    const answer = await post(`${url}/field`, body)
    expect(answer.status, JSON.stringify(body)).toBe(status)
    expect(answer.json).toEqual({
      status: 'error',
      message: expect.stringMatching(/^\S.*\.$/),
      ...(status === 500 ? traced : {}),
    })
    expect(answer.json.message).not.toContain('error.')
  }
  const nowhere = await post(`${url}/project`, {})
  expect(nowhere).toMatchObject({ status: 404, json: { status: 'error', message: expect.any(String) } })
  expect(await extOf(sql, noForm)).toMatchObject({ state: 'failed', error: { code: 'form.notWorkbook' } })
  expect((await fetch(`${url}/health`)).status).toBe(200)
})

test('without a database it is healthy, and says what is missing to who asks for a project', async () => {
  const { url } = await startServe(['--data', join(scratch(), 'data')], { FTM_DB_HOST: '', FTM_DB_URL: '' })
  expect((await fetch(`${url}/health`)).status).toBe(200)
  expect(await post(`${url}/field`, fieldBody('01990000-0000-7000-8000-000000000001'))).toMatchObject({
    status: 500,
    json: { status: 'error', message: expect.stringContaining('database'), traceback: expect.any(String) },
  })
})

test('several at once are all answered, and health answers meanwhile', async () => {
  const { url } = await serve('--sessions', '2')
  const ids = await Promise.all([town, town, town, town].map((row) => insertRow(sql, row)))
  const asked = Promise.all(ids.map((id) => post(`${url}/`, fieldBody(id))))
  const seen: number[] = []
  for (let working = true; working;) {
    seen.push((await fetch(`${url}/health`)).status)
    working = await Promise.race([asked.then(() => false), sleep(20, true)])
  }
  expect(new Set(seen)).toEqual(new Set([200]))
  expect((await asked).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  for (const id of ids) expect(Object.keys((await outputFiles(sql, id)) ?? {})).toContain('Ward-5.qgz')
})

test('a row that nobody asks for is taken by itself, and one that is announced at once', async () => {
  const { said } = await serve()
  await until(() => said().includes('database connected'))
  const [quiet, announced] = [await insertRow(sql), await insertRow(sql)]
  await sql.query("SELECT pg_notify('qgis_jobs', $1)", [announced])
  await until(() => outputFiles(sql, announced))
  await until(() => outputFiles(sql, quiet))
  // Nobody said a title, so it is the form's.
  expect(await extOf(sql, quiet)).toMatchObject({ state: 'finished', attempts: 1, title: 'Building survey' })
})

test('who leaves before the answer finds it in the row', async () => {
  const { url } = await serve()
  const jobId = await insertRow(sql)
  const leaving = new AbortController()
  const body = JSON.stringify(fieldBody(jobId))
  const left = fetch(`${url}/field`, { method: 'POST', body, signal: leaving.signal })
  const gone = left.catch((thrown: unknown) => thrown)
  await until(() => extOf(sql, jobId))
  leaving.abort()
  expect(await gone).toMatchObject({ name: 'AbortError' })
  await until(() => outputFiles(sql, jobId))
})

test('told to end in the middle of a job it hands it back, and another service takes it over', async () => {
  const first = await serve()
  const jobId = await insertRow(sql, await largeTown(40_000))
  const asked = post(`${first.url}/field`, fieldBody(jobId))
  await until(async () => ((await extOf(sql, jobId))?.progress ?? 0) > 0)
  const told = Date.now()
  first.process.kill('SIGTERM')
  const [answer, ended] = [await asked, await first.ended]
  process.stderr.write(`handed back and ended after ${Date.now() - told} ms\n`)
  expect(ended.code, ended.stderr).toBe(0)
  expect(answer).toMatchObject({ status: 500, json: { status: 'error' } })
  expect(await extOf(sql, jobId)).toMatchObject({ state: 'queued', attempts: 0 })

  await serve()
  await until(() => outputFiles(sql, jobId))
  expect(await extOf(sql, jobId)).toMatchObject({ state: 'finished', attempts: 1, title: 'Ward 5' })
})

test('what takes longer than the budget is stopped for good', async () => {
  const { url, said } = await serve('--budget', '3')
  const jobId = await insertRow(sql, await largeTown(60_000))
  const answer = await post(`${url}/field`, fieldBody(jobId))
  expect(answer).toMatchObject({
    status: 500,
    json: { status: 'error', message: expect.stringContaining('took longer'), traceback: expect.any(String) },
  })
  await until(() => said().includes(`job ${jobId} stopped`))
  await until(async () => (await extOf(sql, jobId))?.state === 'stopped')
  expect(await extOf(sql, jobId)).toMatchObject({ error: { code: 'http.timeout' } })
  expect(await outputFiles(sql, jobId)).toBeNull()
  // The next one need not wait for it.
  expect((await post(`${url}/field`, fieldBody(await insertRow(sql)))).status).toBe(200)
})

test('a drone project comes as a zip', async () => {
  const { url } = await serve()
  const body = {
    project_name: 'Village 5',
    tasks_geojson: town.tasks,
    extent: '84.42,27.67,84.45,27.70',
    flight_params: { gsd: 5, agl: 115, forward_overlap: 70, side_overlap: 60 },
  }
  const response = await fetch(`${url}/drone`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="Village 5.zip"')
  const zip = Buffer.from(await response.arrayBuffer())
  expect(zip.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'))
  expect(zip.includes('Village 5/Village 5.qgs')).toBe(true)
  const none = { ...body, tasks_geojson: { type: 'FeatureCollection', features: [] } }
  expect(await post(`${url}/drone`, none)).toMatchObject({
    status: 500,
    json: { status: 'error', message: expect.any(String), traceback: expect.any(String) },
  })
  expect(await post(`${url}/drone`, { ...body, plugin_zip: '%' })).toMatchObject({ status: 400 })
})

test('a basemap comes into a project of QFieldCloud', async () => {
  const { url, said } = await serve()
  const made = await insertRow(sql)
  await post(`${url}/field`, fieldBody(made))
  const cloud = await startFakeCloud({ profile: '2024' })
  const { id: projectId } = cloud.addProject()
  for (const [file, base64] of Object.entries((await outputFiles(sql, made)) ?? {}))
    await cloud.put(projectId, file, Buffer.from(base64, 'base64'))
  const [row] = await sql.query<{ job_id: string }>(
    `INSERT INTO qgis_jobs (job_id, operation, project_id, basemap_url)
     VALUES (gen_random_uuid(), 'basemap', $1, $2) RETURNING job_id`,
    [projectId, await serveFile(await makeMbtiles(join(scratch(), 'town.mbtiles')))],
  )
  const jobId = row?.job_id ?? ''
  const signIn = { qfield_cloud_url: cloud.url, qfield_cloud_user: account.user }
  expect(await post(`${url}/basemap`, { job_id: jobId, ...signIn })).toMatchObject({ status: 400 })
  const wrong = { ...signIn, qfield_cloud_password: 'wrong' }
  expect(await post(`${url}/basemap`, { job_id: jobId, ...wrong })).toMatchObject({
    status: 500,
    json: { status: 'error', message: expect.any(String), traceback: expect.any(String) },
  })
  const right = { ...signIn, qfield_cloud_password: account.password }
  const answer = await post(`${url}/basemap`, { job_id: jobId, ...right })
  expect(answer, said()).toMatchObject({ status: 200, json: { status: 'success' } })
  const names = Object.keys((await outputFiles(sql, jobId)) ?? {})
  expect(names).toContain('Ward-5.qgz')
  expect(names.filter((file) => file.endsWith('.mbtiles'))).toEqual([])
  const folder = await fetchProject(jobId)
  const { layers } = await readProject(folder)
  expect(layers.slice(-2).map((layer) => layer.name)).toEqual(['basemap', 'OpenStreetMap'])
  const ledger = await sql.query('SELECT * FROM qgis_jobs_ext WHERE job_id = $1', [jobId])
  expect(JSON.stringify(ledger)).not.toContain(account.password)
  expect(said()).not.toContain(account.password)
})

test('with a token file only who knows the token is answered', async () => {
  const file = join(scratch(), 'token')
  writeFileSync(file, 'a long secret\n'.replaceAll(' ', '-'))
  const { url, said } = await serve('--token-file', file)
  const jobId = await insertRow(sql)
  expect((await post(`${url}/field`, fieldBody(jobId))).status).toBe(401)
  const authorization = 'Bearer a-long-secret'
  expect((await post(`${url}/field`, fieldBody(jobId), { authorization })).status).toBe(200)
  expect(said()).not.toContain('a-long-secret')
})

test('a ledger or a port that is in use is told', async () => {
  const data = join(scratch(), 'data')
  const first = await startServe(['--data', data], fieldTmEnv(postgres, name))
  const second = await run(['serve', '--json', '--data', data], fieldTmEnv(postgres, name))
  expect(second.code).toBe(1)
  expect(second.document()).toMatchObject({ error: { code: 'store.locked' } })
  const taken = new URL(first.url).host
  const third = await run(['serve', '--json', '--data', join(scratch(), 'data'), '--http', taken])
  expect(third.document()).toMatchObject({ error: { code: 'http.address', params: { address: taken } } })
})
