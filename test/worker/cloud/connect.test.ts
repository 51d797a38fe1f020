import { readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { apiAddress } from '#worker/cloud/account.ts'
import { connectCloud } from '#worker/cloud/connect.ts'
import type { CloudPort } from '#worker/steps/ports.ts'
import { account, startFakeCloud, type FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const never = new AbortController().signal
const projectId = 'e02d02cc-af1b-414c-a14c-e2ed5dfee52f'

/** A server with one project. */
async function server2026(): Promise<FakeCloud> {
  const server = await startFakeCloud({ profile: '2026' })
  server.addProject({ id: projectId })
  return server
}

function signIn({ url }: FakeCloud, given: Partial<typeof account> = {}): Promise<CloudPort> {
  return connectCloud({ url, ...account, ...given }, never)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(thrown instanceof AppError)) throw new Error('expected an AppError', { cause: thrown })
  return thrown.code
}

test('signs in, lists, downloads and uploads, each address with its slash', async () => {
  const server = await server2026()
  const folder = temporaryFolder()
  await server.put(projectId, 'a b/ü%.gpkg', 'table')
  await server.put(projectId, 'DCIM/1.jpg', 'photo')
  const cloud = await signIn(server)
  const [gpkg, photo] = await cloud.files(projectId)
  expect(gpkg).toMatchObject({ name: 'a b/ü%.gpkg', size: 5, isAttachment: false })
  expect(photo).toMatchObject({ isAttachment: true })
  if (gpkg === undefined) throw new Error('nothing listed')
  const target = join(folder, 'deep', 'copy.gpkg')
  await cloud.download(projectId, gpkg, target)
  expect(await readFile(target, 'utf8')).toBe('table')

  const large = Buffer.alloc(3_000_000, 7)
  await writeFile(join(folder, 'large'), large)
  await cloud.upload(projectId, 'maps/large file.bin', join(folder, 'large'))
  expect((await server.read(projectId, 'maps/large file.bin'))?.equals(large)).toBe(true)
  expect(server.requests.every(({ path }) => path.endsWith('/'))).toBe(true)
  expect(server.requests.every(({ agent }) => agent.startsWith('sdk|'))).toBe(true)
})

test.each([
  ['a wrong password', {}, { password: 'wrong' }, 'cloud.wrongPassword'],
  ['a page of a proxy', { page: 502 }, {}, 'cloud.unreachable'],
  ['a page instead of a sign-in', { page: 200 }, {}, 'cloud.portal'],
  ['a page that says no', { page: 413 }, {}, 'cloud.failed'],
] as const)('%s', async (_, troubles, given, code) => {
  const server = await server2026()
  Object.assign(server.quirks, troubles)
  expect(await codeOf(signIn(server, given))).toBe(code)
})

test('what is not there, what nobody serves, and an address that is none', async () => {
  const server = await server2026()
  const cloud = await signIn(server)
  expect(await codeOf(cloud.files('00000000-0000-4000-8000-000000000000'))).toBe('cloud.notFound')
  expect(await codeOf(connectCloud({ url: 'http://127.0.0.1:1', ...account }, never))).toBe(
    'cloud.unreachable',
  )
  expect(await codeOf(connectCloud({ url: 'file:///etc', ...account }, never))).toBe('cloud.badAddress')
})

test.each(['../up.gpkg', '/etc/passwd', 'a/../../b', 'C:\\x', 'a//b', 'con', 'x\u0000y'])(
  'a server that lists %j is not believed',
  async (name) => {
    const server = await server2026()
    await server.put(projectId, name, 'x')
    const cloud = await signIn(server)
    expect(await codeOf(cloud.files(projectId))).toBe('cloud.unsafeName')
  },
)

test('a file that comes otherwise than the list says is thrown away', async () => {
  const folder = temporaryFolder()
  for (const [told, troubles] of [
    [{ sha256: '0'.repeat(64) }, {}],
    [{ size: 3 }, {}],
    [{ size: 9000 }, { noSha256: true }],
    [undefined, { cutDownloadAfter: 4000 }],
  ] as const) {
    const server = await server2026()
    await server.put(projectId, 'a.gpkg', Buffer.alloc(8000, 1), told)
    const cloud = await signIn(server)
    server.trouble(troubles, { on: /files/, times: 2 })
    const [file] = await cloud.files(projectId)
    if (file === undefined) throw new Error('nothing listed')
    const target = join(folder, 'a.gpkg')
    const code = await codeOf(cloud.download(projectId, file, target))
    expect(code).toBe('cutDownloadAfter' in troubles ? 'cloud.unreachable' : 'cloud.broken')
    expect(existsSync(target)).toBe(false)
  }
})

test('a stop ends a request that is not answered, with the reason of the stop', async () => {
  const server = await server2026()
  server.quirks.hang = true
  const stop = new AbortController()
  const work = connectCloud({ url: server.url, ...account }, stop.signal)
  await expect.poll(() => server.requests.length).toBe(1)
  stop.abort(new AppError('job.cancelled'))
  expect(await codeOf(work)).toBe('job.cancelled')
})

test('a write that is redirected is an error, not a read', async () => {
  const server = await server2026()
  const cloud = await signIn(server)
  const folder = temporaryFolder()
  await writeFile(join(folder, 'x'), 'x')
  server.quirks.page = 301
  expect(await codeOf(cloud.upload(projectId, 'x', join(folder, 'x')))).toBe('cloud.failed')
  expect(server.requests.filter(({ method }) => method === 'GET')).toEqual([])
  expect(await codeOf(cloud.upload(projectId, 'x', join(folder, 'not there')))).toBe('input.missing')
})

test('a refusal before the file is there ends the sending', async () => {
  const server = await server2026()
  const cloud = await signIn(server)
  const large = join(temporaryFolder(), 'large')
  await writeFile(large, Buffer.alloc(50_000_000))
  server.quirks.page = 413
  expect(await codeOf(cloud.upload(projectId, 'large', large))).toBe('cloud.tooLarge')
})

test.each([
  ['app.qfield.cloud', 'https://app.qfield.cloud/api/v1/'],
  ['https://app.qfield.cloud/', 'https://app.qfield.cloud/api/v1/'],
  ['http://localhost:8011/api/v1/', 'http://localhost:8011/api/v1/'],
  ['https://maps.example.org/cloud/api', 'https://maps.example.org/cloud/api/v1/'],
  ['https://ana:secret@example.org', null],
  ['ftp://example.org', null],
  ['https://', null],
  ['', null],
])('the API of %j is at %j', (url, address) => {
  expect(apiAddress(url)).toBe(address)
})
