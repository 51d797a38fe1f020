import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AppError } from '#worker/api/errors.ts'
import { nodeWire } from '#worker/cloud/node-wire.ts'
import { openCloud } from '#worker/cloud/open-cloud.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import type { Wire } from '#worker/cloud/wire.ts'
import { account, startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import type { Quirks } from '#test/fakes/qfieldcloud/quirks.ts'
import { moving, opened, projectId, qgsFile, refusalOf, type Opened } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const day = 86_400_000
const quick = { silence: { read: 300, write: 300 }, pauses: [10, 10] }

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('does not know the password', async () => {
    const { url } = await startFakeCloud({ profile })
    const error = await refusalOf(signIn(url, account.user, 'wrong horse'))
    expect(error.data).toMatchObject({
      code: 'cloud.wrongPassword',
      retry: 'user',
      params: { host: new URL(url).host },
    })
    expect(everythingOf(error)).not.toContain('wrong horse')
  })

  test('locks an account after five wrong passwords, and takes not even the right one then', async () => {
    const { url } = await startFakeCloud({ profile })
    const codes: string[] = []
    for (let n = 0; n < 5; n += 1) codes.push((await refusalOf(signIn(url, account.user, `wrong ${n}`))).code)
    expect(codes).toEqual([...Array<string>(4).fill('cloud.wrongPassword'), 'cloud.locked'])
    expect((await refusalOf(signIn(url, account.user, account.password))).code).toBe('cloud.locked')
  })

  test('lets a token expire', async () => {
    const { server, cloud, token } = await opened(profile)
    server.expireTokens()
    const error = await refusalOf(cloud.projects())
    expect(error.data).toMatchObject({ code: 'cloud.expired', retry: 'user' })
    expect(everythingOf(error)).not.toContain(token)
    expect((await refusalOf(uploaded(cloud))).code).toBe('cloud.expired')
  })

  test('has no storage left for files and packages', async () => {
    const { server, cloud } = await opened(profile)
    await server.put(projectId, 'site.qgs', qgsFile)
    server.quirks.storageBytes = 10
    expect((await refusalOf(uploaded(cloud))).data).toMatchObject({
      code: 'cloud.overQuota',
      params: { status: 402 },
    })
    expect((await refusalOf(cloud.startJob(projectId, 'package'))).code).toBe('cloud.overQuota')
  })

  test('allows a stranger nothing, and an inactive owner no package', async () => {
    const { server, cloud } = await opened(profile, { user: 'bob', password: 'battery staple' })
    expect((await refusalOf(cloud.files(projectId))).data).toMatchObject({
      code: 'cloud.forbidden',
      retry: 'user',
    })
    const own = server.addProject({ owner: 'bob' })
    await server.put(own.id, 'site.qgs', qgsFile)
    const bob = server.state.accounts.get('bob')
    if (bob !== undefined) bob.plan.active = false
    expect((await refusalOf(cloud.startJob(own.id, 'package'))).code).toBe('cloud.planTooSmall')
  })

  test('has lost the project', async () => {
    const { server, cloud } = await opened(profile)
    server.state.projects.delete(projectId)
    for (const work of [() => cloud.project(projectId), () => cloud.files(projectId), () => uploaded(cloud)])
      expect((await refusalOf(work())).code).toBe('cloud.notFound')
  })

  test('has a clock that is wrong by a day, and all goes on', async () => {
    for (const ahead of [-day, day]) {
      const server = await startFakeCloud({ profile })
      server.skew(ahead)
      server.addProject({ id: projectId })
      const { token, username } = await signIn(server.url, account.user, account.password)
      const cloud = openCloud({ server: server.url, token, username })
      await uploaded(cloud)
      expect(await cloud.files(projectId)).toHaveLength(1)
      // A date of the server's is held against the server's own clock.
      const retryAfter = new Date(Date.now() + ahead + 120_000).toUTCString()
      server.trouble({ tooMany: { retryAfter } })
      const { data } = await refusalOf(cloud.projects())
      expect(data).toMatchObject({ code: 'cloud.busy', retry: 'after' })
      expect(Math.abs(Number(data.params['seconds']) - 120)).toBeLessThanOrEqual(5)
    }
  })

  test('lists a file that would land elsewhere', async () => {
    const { server, cloud } = await opened(profile)
    await server.put(projectId, '../../.bashrc', 'x')
    await server.put(projectId, 'trees.gpkg', 'x')
    const { files, unsafe } = await cloud.listing(projectId)
    expect(files.map(({ name }) => name)).toEqual(['trees.gpkg'])
    expect(unsafe).toEqual(['../../.bashrc'])
    expect(await cloud.files(projectId)).toEqual(files)
    expect((await refusalOf(cloud.versions(projectId, '../../.bashrc'))).code).toBe('cloud.unsafeName')
  })

  test('is behind the sign-in page of a Wi-Fi', async () => {
    const one = await opened(profile)
    const { server, cloud } = one
    const folder = temporaryFolder()
    await server.put(projectId, 'a.gpkg', 'x')
    const [file] = await cloud.files(projectId)
    if (file === undefined) throw new Error('nothing listed')
    for (const portal of ['page', 'redirect'] as const) {
      server.quirks.portal = portal
      for (const work of everyKindOf(one, () => cloud.download(projectId, file, join(folder, 'a'), moving())))
        expect((await refusalOf(work())).data).toMatchObject({ code: 'cloud.portal', retry: 'backoff' })
    }
    expect(existsSync(join(folder, 'a'))).toBe(false)
  })

  test.each<[string, Quirks, string]>([
    ['401 of a proxy', { page: 401 }, 'cloud.refused'],
    ['401', { error: { status: 401, code: 'authentication_failed' } }, 'cloud.expired'],
    ['402', { error: { status: 402, code: 'over_quota' } }, 'cloud.overQuota'],
    ['403', { error: { status: 403, code: 'permission_denied' } }, 'cloud.forbidden'],
    ['403 of a proxy', { page: 403 }, 'cloud.refused'],
    ['404', { error: { status: 404, code: 'object_not_found' } }, 'cloud.notFound'],
    ['409', { error: { status: 409, code: 'conflict' } }, 'cloud.exists'],
    ['429 without a time', { tooMany: {} }, 'cloud.busy'],
    ['500', { error: { status: 500, code: 'some_error' } }, 'cloud.unreachable'],
    ['502 of a proxy', { page: 502 }, 'cloud.unreachable'],
    ['504 of a proxy', { page: 504 }, 'cloud.unreachable'],
    ['511 of a network', { page: 511 }, 'cloud.portal'],
    ['418', { page: 418 }, 'cloud.failed'],
    ['an end without an answer', { reset: true }, 'cloud.unreachable'],
  ])('answers %s', async (_, quirks, code) => {
    const one = await opened(profile, quick)
    Object.assign(one.server.quirks, quirks)
    for (const work of everyKindOf(one)) expect((await refusalOf(work())).code).toBe(code)
  })

  test('hears, and never answers', async () => {
    const one = await opened(profile, quick)
    one.server.quirks.hang = true
    for (const work of everyKindOf(one)) expect((await refusalOf(work())).code).toBe('cloud.unreachable')
  })
})

test('reads are tried again when the trouble passes, writes never', async () => {
  const { server, cloud } = await opened('2026')
  server.trouble({ page: 502 })
  server.trouble({ reset: true })
  expect(await cloud.projects()).toHaveLength(1)
  server.trouble({ page: 502 })
  const before = server.requests.length
  const work = cloud.createProject({ name: 'new', owner: 'ana', description: '', isPublic: false })
  expect((await refusalOf(work)).code).toBe('cloud.unreachable')
  expect(server.requests.length).toBe(before + 1)
})

test('a server that lets a byte fall now and then counts as gone', async () => {
  const dripping = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n')
    const timer = setInterval(() => socket.write(' '), 20)
    socket.on('close', () => clearInterval(timer))
  })
  await new Promise<void>((done) => dripping.listen(0, '127.0.0.1', done))
  onTestFinished(() => void dripping.close())
  const server = `http://127.0.0.1:${(dripping.address() as AddressInfo).port}`
  const cloud = openCloud({ server, token: 'x'.repeat(40), username: 'ana', ...quick })
  const error = await refusalOf(cloud.projects())
  expect(error.data).toMatchObject({ code: 'cloud.unreachable', params: { why: 'silence' } })
})

test('a server that is down, and a name that nobody knows', async () => {
  const down = openCloud({ server: 'http://127.0.0.1:1', token: 'secret-token', username: 'ana' })
  expect((await refusalOf(down.projects())).data).toMatchObject({
    code: 'cloud.unreachable',
    params: { host: '127.0.0.1:1', why: 'ECONNREFUSED' },
  })
  const gone = openCloud({ server: 'https://cloud.invalid', token: 'secret-token', username: 'ana' })
  expect((await refusalOf(gone.projects())).data).toMatchObject({
    code: 'cloud.unreachable',
    params: { host: 'cloud.invalid', why: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) as string },
  })
})

test.each([
  ['http://cloud.example.org', 'cloud.plainHttp', 'cloud.example.org'],
  ['http://10.0.0.7:8000/', 'cloud.plainHttp', '10.0.0.7:8000'],
  ['http://127.0.0.1.example.org', 'cloud.plainHttp', '127.0.0.1.example.org'],
  ['ftp://cloud.example.org', 'cloud.badAddress', 'ftp://cloud.example.org'],
  ['https://ana:hunter2@cloud.example.org', 'cloud.badAddress', 'cloud.example.org'],
  ['', 'cloud.badAddress', ''],
])('nothing is sent to %j', async (server, code, host) => {
  const sent: string[] = []
  const wire: Wire = async ({ url }) => {
    sent.push(url.href)
    throw new Error('sent')
  }
  const error = await refusalOf(signIn(server, 'ana', 'hunter2', { wire }))
  expect(error.data).toMatchObject({ code, params: { host } })
  expect(everythingOf(error)).not.toContain('hunter2')
  expect(sent).toEqual([])
})

test('a token stays on its own server: a read is redirected there, and nowhere else', async () => {
  const { server, cloud, token } = await opened('2026')
  const other = await startFakeCloud({ profile: '2026' })
  const seen: string[] = []
  const wire: Wire = async (sending) => {
    seen.push(sending.url.host)
    const answer = await nodeWire()(sending)
    return { ...answer, status: 302, header: () => `${other.url}/api/v1/projects/` }
  }
  const led = openCloud({ server: server.url, token, username: 'ana', wire })
  expect((await refusalOf(led.projects())).code).toBe('cloud.portal')
  expect(new Set(seen)).toEqual(new Set([new URL(server.url).host]))
  expect(other.requests).toEqual([])
  expect(await cloud.projects()).toHaveLength(1)
})

test('a server that repeats secrets does not get them into an error', async () => {
  const { server, cloud, token } = await opened('2026')
  const message = `Authorization: Token ${token}, again ${token}, password=hunter2`
  server.quirks.error = { status: 400, code: 'api_error', message }
  const error = await refusalOf(cloud.projects())
  expect(error.code).toBe('cloud.failed')
  expect(everythingOf(error)).not.toContain(token)
  expect(everythingOf(error)).not.toContain('hunter2')
})

test('nobody is ever signed out', async () => {
  const { server, cloud } = await opened('2026')
  await cloud.capabilities()
  await cloud.projects()
  expect(server.requests.filter(({ path }) => path.includes('logout'))).toEqual([])
})

/** A list, a single thing, a write with JSON and an upload. */
function everyKindOf({ cloud }: Opened, more?: () => Promise<unknown>): (() => Promise<unknown>)[] {
  return [
    () => cloud.files(projectId),
    () => cloud.createProject({ name: 'new', owner: 'ana', description: '', isPublic: false }),
    () => uploaded(cloud),
    () => cloud.deleteFile(projectId, 'a.gpkg'),
    ...(more === undefined ? [] : [more]),
  ]
}

async function uploaded(cloud: Opened['cloud']): Promise<void> {
  const path = join(temporaryFolder(), 'a')
  await writeFile(path, 'content')
  await cloud.upload(projectId, 'a.gpkg', path, moving())
}

/** All that a log could show of it. */
function everythingOf(error: AppError): string {
  return JSON.stringify(error.data) + String(error.stack) + String(error.cause)
}
