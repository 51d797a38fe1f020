import { readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { apiAddress } from '#worker/cloud/account.ts'
import { connectCloud } from '#worker/cloud/connect.ts'
import type { CloudPort } from '#worker/steps/ports.ts'
import { account, fakeCloud, projectId, type FakeCloud } from '#test/fakes/qfieldcloud.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const never = new AbortController().signal

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
  const server = await fakeCloud()
  const folder = temporaryFolder()
  server.files.set('a b/ü%.gpkg', { bytes: Buffer.from('table') })
  server.files.set('DCIM/1.jpg', { bytes: Buffer.from('photo'), isAttachment: true })
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
  expect(server.files.get('maps/large file.bin')?.bytes.equals(large)).toBe(true)
  expect(server.asked.every((line) => line.endsWith('/'))).toBe(true)
  expect(server.agent()).toMatch(/^sdk\|/)
})

test.each([
  ['a wrong password', {}, { password: 'wrong' }, 'cloud.refused'],
  ['a page of a proxy', { page: 502 }, {}, 'cloud.unreachable'],
  ['a page instead of a sign-in', { page: 200 }, {}, 'cloud.failed'],
  ['a page that says no', { page: 413 }, {}, 'cloud.failed'],
] as const)('%s', async (_, troubles, given, code) => {
  const server = await fakeCloud()
  server.troubles = troubles
  expect(await codeOf(signIn(server, given))).toBe(code)
})

test('what is not there, what nobody serves, and an address that is none', async () => {
  const server = await fakeCloud()
  const cloud = await signIn(server)
  expect(await codeOf(cloud.files('00000000-0000-4000-8000-000000000000'))).toBe('cloud.notFound')
  expect(await codeOf(connectCloud({ url: 'http://127.0.0.1:1', ...account }, never))).toBe(
    'cloud.unreachable',
  )
  expect(await codeOf(connectCloud({ url: 'file:///etc', ...account }, never))).toBe('cloud.failed')
})

test.each(['../up.gpkg', '/etc/passwd', 'a/../../b', 'C:\\x', 'a//b', 'con', 'x\u0000y'])(
  'a server that lists %j is not believed',
  async (name) => {
    const server = await fakeCloud()
    server.files.set(name, { bytes: Buffer.from('x') })
    const cloud = await signIn(server)
    expect(await codeOf(cloud.files(projectId))).toBe('cloud.unsafeName')
  },
)

test('a file that comes otherwise than the list says is thrown away', async () => {
  const folder = temporaryFolder()
  for (const [told, troubles] of [
    [{ sha256: '0'.repeat(64) }, {}],
    [{ size: 3 }, {}],
    [{ size: 9000 }, { old: true }],
    [undefined, { cut: true }],
  ] as const) {
    const server = await fakeCloud()
    server.files.set('a.gpkg', { bytes: Buffer.alloc(8000, 1), ...(told === undefined ? {} : { told }) })
    server.troubles = troubles
    const cloud = await signIn(server)
    const [file] = await cloud.files(projectId)
    if (file === undefined) throw new Error('nothing listed')
    const target = join(folder, 'a.gpkg')
    const code = await codeOf(cloud.download(projectId, file, target))
    expect(code).toBe('cut' in troubles ? 'cloud.unreachable' : 'cloud.broken')
    expect(existsSync(target)).toBe(false)
  }
})

test('a stop ends a request that is not answered, with the reason of the stop', async () => {
  const server = await fakeCloud()
  server.troubles = { slow: 60_000 }
  const stop = new AbortController()
  const work = connectCloud({ url: server.url, ...account }, stop.signal)
  await expect.poll(() => server.asked.length).toBe(1)
  stop.abort(new AppError('job.cancelled'))
  expect(await codeOf(work)).toBe('job.cancelled')
})

test('a write that is redirected is an error, not a read', async () => {
  const server = await fakeCloud()
  const cloud = await signIn(server)
  const folder = temporaryFolder()
  await writeFile(join(folder, 'x'), 'x')
  server.troubles = { page: 301 }
  expect(await codeOf(cloud.upload(projectId, 'x', join(folder, 'x')))).toBe('cloud.failed')
  expect(server.asked.filter((line) => line.startsWith('GET'))).toEqual([])
  expect(await codeOf(cloud.upload(projectId, 'x', join(folder, 'not there')))).toBe('input.missing')
})

test('a refusal before the file is there ends the sending', async () => {
  const server = await fakeCloud()
  const cloud = await signIn(server)
  const large = join(temporaryFolder(), 'large')
  await writeFile(large, Buffer.alloc(50_000_000))
  server.troubles = { page: 413 }
  expect(await codeOf(cloud.upload(projectId, 'large', large))).toBe('cloud.failed')
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
