import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { scratch } from '#test/worker/cli/run.ts'
import { fieldBody, post } from '#test/worker/http/served.ts'
import { AppError } from '#worker/api/errors.ts'
import type { FieldAsked } from '#worker/domain/http/field-body.ts'
import { startHttp } from '#worker/http/server.ts'
import type { WrapperWork } from '#worker/http/work.ts'

const jobId = '01990000-0000-7000-8000-00000000000a'

const idle: WrapperWork = {
  qgisVersion: () => '3.40.6-Bratislava',
  field: () => Promise.resolve(),
  basemap: () => Promise.resolve(),
  drone: () => Promise.reject(new AppError('tasks.empty')),
  metrics: () => '# HELP a b\n',
}

/** A server before work that says what it was asked, and does it as `does` says. */
async function serving(
  options: { does?: () => Promise<void>; makes?: WrapperWork['drone']; token?: string } = {},
) {
  const asked: FieldAsked[] = []
  const work: WrapperWork = {
    ...idle,
    async field(wanted) {
      asked.push(wanted)
      await options.does?.()
    },
    drone: (wanted) => options.makes?.(wanted) ?? idle.drone(wanted),
  }
  const server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    work,
    token: options.token ?? null,
    say: ({ code }) => `In words: ${code}.`,
    note: () => undefined,
  })
  onTestFinished(() => server.close(0))
  return { server, url: server.url, asked }
}

/** What comes back for raw bytes. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.end(bytes)
  return text(socket)
}

test('health tells QGIS’ version', async () => {
  const { url } = await serving()
  const response = await fetch(`${url}/health`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'healthy', qgis_version: '3.40.6-Bratislava' })
})

test.for(['/field', '/'])('POST %s asks for a project', async (path) => {
  const { url, asked } = await serving()
  const answer = await post(`${url}${path}`, fieldBody(jobId.toUpperCase(), { open_in_edit_mode: 'off' }))
  expect(answer.status).toBe(200)
  expect(answer.json).toEqual({ status: 'success', message: expect.any(String) })
  expect(asked).toEqual([
    {
      jobId,
      title: 'Ward 5',
      language: 'english',
      extent: [84.42, 27.67, 84.45, 27.7],
      openInEditMode: false,
    },
  ])
})

test('what the work fails with is answered in words, with the raw ones beside', async () => {
  const does = (): Promise<void> =>
    Promise.reject(new AppError('qgis.failed', {}, { detail: 'Traceback (most recent call last): …' }))
  const { url } = await serving({ does })
  expect(await post(`${url}/field`, fieldBody(jobId))).toMatchObject({
    status: 500,
    json: {
      status: 'error',
      message: 'In words: qgis.failed.',
      traceback: 'Traceback (most recent call last): …',
    },
  })
})

test('a failure that nobody expected is an answer too', async () => {
  const { url } = await serving({ does: () => Promise.reject(new TypeError('no such thing')) })
  const { status, json } = await post(`${url}/field`, fieldBody(jobId))
  expect({ status, message: json.message }).toEqual({ status: 500, message: 'In words: internal.' })
  expect(json.traceback).toContain('no such thing')
})

test.for([
  ['GET', '/field'],
  ['GET', '/'],
  ['POST', '/health'],
  ['POST', '/field/'],
  ['DELETE', '/field'],
  ['GET', '/nowhere?x=/health'],
  ['POST', '//field'],
] as const)('%s %s is not found', async ([method, path]) => {
  const { url, asked } = await serving()
  const response = await fetch(`${url}${path}`, { method })
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ status: 'error', message: expect.stringContaining(method) })
  expect(asked).toEqual([])
})

test.for([
  ['nothing', ''],
  ['no JSON', '{"job_id":'],
  ['no text', '\u0000'],
  ['a list', '[]'],
  ['null', 'null'],
  ['no fields', '{}'],
] as const)('a body of %s is refused', async ([, body]) => {
  const { url } = await serving()
  expect(await post(`${url}/field`, body)).toMatchObject({
    status: 400,
    json: { status: 'error', message: expect.any(String) },
  })
})

test('a body that is too large is refused before it is read, and the connection goes on', async () => {
  const { url, asked } = await serving()
  const large = `{"title":"${'x'.repeat(1024 * 1024)}"}`
  expect(await post(`${url}/field`, large)).toMatchObject({ status: 413, json: { status: 'error' } })
  const chunked = await fetch(`${url}/field`, {
    method: 'POST',
    body: new Blob([large]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect(chunked.status).toBe(413)
  expect((await post(`${url}/field`, fieldBody(jobId))).status).toBe(200)
  expect(asked).toHaveLength(1)
})

test('with a token only who shows it is answered, but for health', async () => {
  const { url, asked } = await serving({ token: 'open sesame'.replace(' ', '-') })
  for (const authorization of ['', 'Bearer', 'Bearer open', 'Basic open-sesame', 'Bearer open-sesame-2']) {
    const answer = await post(`${url}/field`, fieldBody(jobId), authorization === '' ? {} : { authorization })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  }
  expect(asked).toEqual([])
  expect((await fetch(`${url}/metrics`)).status).toBe(401)
  expect((await fetch(`${url}/health`)).status).toBe(200)
  const authorization = 'Bearer open-sesame'
  expect((await post(`${url}/field`, fieldBody(jobId), { authorization })).status).toBe(200)
})

test('a page in somebody’s browser is not answered', async () => {
  const { url, asked } = await serving()
  const answer = await post(`${url}/field`, fieldBody(jobId), { origin: 'https://example.org' })
  expect(answer).toMatchObject({ status: 403, json: { status: 'error' } })
  expect(asked).toEqual([])
})

test('a drone project comes as a zip under its name', async () => {
  const path = join(scratch(), 'made')
  writeFileSync(path, 'PK a zip')
  const { url } = await serving({
    makes: async ({ projectName }) => ({ path, name: `${projectName}.zip`, size: 8 }),
  })
  const body = { project_name: 'Village “5”\r\n', tasks_geojson: {}, extent: '1,2,3,4' }
  const response = await fetch(`${url}/drone`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-length': '8',
    'content-disposition': `attachment; filename="Village _5_.zip"; filename*=UTF-8''Village%20%E2%80%9C5%E2%80%9D.zip`,
  })
  expect(await response.text()).toBe('PK a zip')
  expect(await post(`${url}/drone`, { ...body, plugin_zip: 'not base64!' })).toMatchObject({ status: 400 })
})

test('a drone project that cannot be made is answered as a failure', async () => {
  const { url } = await serving()
  const body = { project_name: 'Village', tasks_geojson: {}, extent: '1,2,3,4' }
  expect(await post(`${url}/drone`, body)).toMatchObject({
    status: 500,
    json: { status: 'error', message: 'In words: tasks.empty.', traceback: 'tasks.empty {}' },
  })
})

test('what is no HTTP gets an answer as JSON', async () => {
  const { url } = await serving()
  expect(await raw(url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*"status":"error"/)
  const long = `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`
  expect(await raw(url, long)).toMatch(/^HTTP\/1\.1 431 /)
})

test('health answers while work is going on, and who leaves does not end it', async () => {
  const work = Promise.withResolvers<void>()
  const { url, asked } = await serving({ does: () => work.promise })
  const leaving = new AbortController()
  const left = fetch(`${url}/field`, {
    method: 'POST',
    body: JSON.stringify(fieldBody(jobId)),
    signal: leaving.signal,
  })
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  expect((await fetch(`${url}/health`)).status).toBe(200)
  leaving.abort()
  await expect(left).rejects.toMatchObject({ name: 'AbortError' })
  work.resolve()
  expect((await fetch(`${url}/health`)).status).toBe(200)
})

test('shut, it takes no more, and gives what waits its answer', async () => {
  const work = Promise.withResolvers<void>()
  const { server, url, asked } = await serving({ does: () => work.promise })
  const waiting = post(`${url}/field`, fieldBody(jobId))
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  server.shut()
  await expect(fetch(`${url}/health`)).rejects.toBeInstanceOf(TypeError)
  const closed = server.close(30_000)
  work.resolve()
  expect((await waiting).status).toBe(200)
  await closed
})

test('a port that is taken is told', async () => {
  const { url } = await serving()
  const port = Number(new URL(url).port)
  const second = startHttp({
    host: '127.0.0.1',
    port,
    token: null,
    say: () => '',
    note: () => undefined,
    work: idle,
  })
  await expect(second).rejects.toMatchObject({
    code: 'http.address',
    data: { params: { address: `127.0.0.1:${port}` } },
  })
})
