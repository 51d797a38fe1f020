import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RemoteFile } from '#worker/steps/cloud-port.ts'
import { moving, opened, projectId, refusalOf, type Opened } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const content = Buffer.from(Array.from({ length: 400_000 }, (_, n) => (n * 7919) % 251))

async function stored({ server, cloud }: Opened, bytes: Uint8Array = content): Promise<RemoteFile> {
  await server.put(projectId, 'a.gpkg', bytes)
  const [file] = await cloud.files(projectId)
  if (file === undefined) throw new Error('nothing listed')
  return file
}

/** Requests for the file, as far as their answers began. */
function sent({ server }: Opened): [status: number | null, bytes: number][] {
  return server.requests
    .filter(({ method, path }) => method === 'GET' && path.endsWith('/a.gpkg/'))
    .map(({ status, bytesOut }) => [status, bytesOut])
}

async function cut(one: Opened, file: RemoteFile, target: string, after: number): Promise<void> {
  one.server.trouble({ cutDownloadAfter: after }, { on: /a\.gpkg/ })
  const error = await refusalOf(one.cloud.download(projectId, file, target, moving()))
  expect(error.data).toMatchObject({ code: 'cloud.unreachable', retry: 'backoff' })
  expect(existsSync(target)).toBe(false)
}

test('goes on where it broke off, and asks for no byte twice', async () => {
  const one = await opened('2026')
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await cut(one, file, target, 150_000)
  const first = (await stat(`${target}.part`)).size
  await cut(one, file, target, 200_000)
  const second = (await stat(`${target}.part`)).size
  expect(first).toBeGreaterThan(0)
  expect(second).toBeGreaterThan(first)
  const seen: number[] = []
  await one.cloud.download(
    projectId,
    file,
    target,
    moving((bytes) => seen.push(bytes)),
  )
  expect((await readFile(target)).equals(content)).toBe(true)
  expect(sent(one).map(([status]) => status)).toEqual([200, 206, 206])
  expect(sent(one).at(-1)).toEqual([206, content.length - second])
  expect(seen[0]).toBeGreaterThan(second)
  expect(seen.at(-1)).toBe(content.length)
  expect(await readdir(join(target, '..'))).toEqual(['a.gpkg'])
})

test('takes the whole file from a server that knows no ranges', async () => {
  const one = await opened('2024')
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await cut(one, file, target, 150_000)
  await one.cloud.download(projectId, file, target, moving())
  expect((await readFile(target)).equals(content)).toBe(true)
  expect(sent(one).at(-1)).toEqual([200, content.length])
})

test('begins anew when the file is another by now', async () => {
  const one = await opened('2026')
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await cut(one, file, target, 150_000)
  const other = content.map((byte) => byte ^ 1)
  await one.cloud.download(projectId, await stored(one, other), target, moving())
  expect((await readFile(target)).equals(other)).toBe(true)
  expect(sent(one).at(-1)).toEqual([200, content.length])
})

test.each([
  ['is of something else', Buffer.alloc(200_000, 9)],
  ['is whole, and wrong', Buffer.alloc(content.length, 9)],
])('a beginning that %s is thrown away', async (_, bytes) => {
  const one = await opened('2026')
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await writeFile(`${target}.part`, bytes)
  await writeFile(`${target}.part.etag`, `${file.etag} ${file.size}`)
  await one.cloud.download(projectId, file, target, moving())
  expect((await readFile(target)).equals(content)).toBe(true)
  expect(await readdir(join(target, '..'))).toEqual(['a.gpkg'])
})

test('a beginning that was whole already is only looked through', async () => {
  const one = await opened('2026')
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await writeFile(`${target}.part`, content)
  await writeFile(`${target}.part.etag`, `${file.etag} ${file.size}`)
  await one.cloud.download(projectId, file, target, moving())
  expect((await readFile(target)).equals(content)).toBe(true)
  expect(sent(one)).toEqual([])
})

test('a range that is refused is asked for without one', async () => {
  const one = await opened('2026')
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await cut(one, file, target, 150_000)
  one.server.trouble({ error: { status: 416, code: 'invalid_http_range' } }, { on: /a\.gpkg/ })
  await one.cloud.download(projectId, file, target, moving())
  expect((await readFile(target)).equals(content)).toBe(true)
})

test.each(['2024', '2026'] as const)('%s: what is not what the list says is not kept', async (profile) => {
  const one = await opened(profile)
  const [file, target] = [await stored(one), join(temporaryFolder(), 'a.gpkg')]
  await writeFile(target, 'as it was')
  await stored(
    one,
    content.map((byte) => byte ^ 1),
  )
  const error = await refusalOf(one.cloud.download(projectId, file, target, moving()))
  expect(error.data).toMatchObject({ code: 'cloud.broken', params: { file: 'a.gpkg' } })
  await stored(one, Buffer.concat([content, content]))
  expect((await refusalOf(one.cloud.download(projectId, file, target, moving()))).code).toBe('cloud.broken')
  await stored(one, content.subarray(1))
  expect((await refusalOf(one.cloud.download(projectId, file, target, moving()))).code).toBe('cloud.broken')
  expect(await readFile(target, 'utf8')).toBe('as it was')
  expect(await readdir(join(target, '..'))).toEqual(['a.gpkg'])
})

test('a file without sha256 is proven by the ETag of its parts, and one cut otherwise by its size', async () => {
  const one = await opened('2024')
  const folder = temporaryFolder()
  const file = await stored(one, Buffer.alloc(9_000_000, 'x'))
  expect(file).toMatchObject({ sha256: null, etag: expect.stringMatching(/-2$/) as string })
  await one.cloud.download(projectId, file, join(folder, 'x'), moving())
  const wrong = { ...file, etag: `${'0'.repeat(32)}-2` }
  expect((await refusalOf(one.cloud.download(projectId, wrong, join(folder, 'y'), moving()))).code).toBe(
    'cloud.broken',
  )
  const odd = { ...file, etag: `${'0'.repeat(32)}-5` }
  await one.cloud.download(projectId, odd, join(folder, 'z'), moving())
  expect((await readdir(folder)).sort()).toEqual(['x', 'z'])
})

test('a place that cannot be written is told as such', async () => {
  const one = await opened('2026')
  const file = await stored(one)
  const folder = temporaryFolder()
  await mkdir(join(folder, 'taken.part'))
  const error = await refusalOf(one.cloud.download(projectId, file, join(folder, 'taken'), moving()))
  expect(error.data).toMatchObject({ code: 'output.readonly', params: { folder } })
})

test.runIf(existsSync('/dev/full'))('a disk that gets full leaves nothing in the way', async () => {
  const one = await opened('2026')
  const file = await stored(one)
  const folder = temporaryFolder()
  await symlink('/dev/full', join(folder, 'a.part'))
  const error = await refusalOf(one.cloud.download(projectId, file, join(folder, 'a'), moving()))
  expect(error.data).toMatchObject({ code: 'output.full', params: { folder } })
  expect(await readdir(folder)).toEqual([])
})
