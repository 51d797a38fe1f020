import { appendFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { moving, opened, projectId, qgsFile, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

async function fileOf(bytes: string | Uint8Array): Promise<string> {
  const path = join(temporaryFolder(), 'file')
  await writeFile(path, bytes)
  return path
}

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('has what was sent, byte for byte, and is sent it once', async () => {
    const { server, cloud } = await opened(profile)
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => n % 253))
    await cloud.upload(projectId, 'a/b.gpkg', await fileOf(bytes), moving())
    expect((await server.read(projectId, 'a/b.gpkg'))?.equals(bytes)).toBe(true)
    const [sent, ...more] = server.uploads('a/b.gpkg')
    expect(more).toEqual([])
    expect(sent?.bytesIn).toBeLessThan(bytes.length + 1000)
  })

  test('a connection that is cut in the middle is the queue’s to try again', async () => {
    const { server, cloud } = await opened(profile)
    server.trouble({ cutUploadAfter: 1_000_000 })
    const error = await refusalOf(
      cloud.upload(projectId, 'x', await fileOf(Buffer.alloc(5_000_000)), moving()),
    )
    expect(error.data).toMatchObject({ code: 'cloud.unreachable', retry: 'backoff' })
    expect(server.uploads('x')).toHaveLength(1)
  })

  test('one project file in a project', async () => {
    const { cloud } = await opened(profile)
    await cloud.upload(projectId, 'site.qgs', await fileOf(qgsFile), moving())
    const error = await refusalOf(cloud.upload(projectId, 'other.qgs', await fileOf(qgsFile), moving()))
    expect(error.data).toMatchObject({ code: 'cloud.otherProjectFile', params: { file: 'other.qgs' } })
  })
})

test.each(['a:b', 'con.txt', 'a/../b', ' a', 'a.', 'a//b', '/a', 'x'.repeat(256)])(
  'a file called %j is not sent',
  async (name) => {
    const { server, cloud } = await opened('2026')
    const before = server.requests.length
    const error = await refusalOf(cloud.upload(projectId, name, await fileOf('x'), moving()))
    expect(error.data).toMatchObject({ code: 'cloud.invalidName', params: { name } })
    expect(server.requests.length).toBe(before)
  },
)

test('a file of more than 10 GB is not sent', async () => {
  const { server, cloud } = await opened('2026')
  const path = await fileOf('')
  // Without a byte on the disk.
  await truncate(path, 10 * 1024 ** 3 + 1)
  const before = server.requests.length
  const error = await refusalOf(cloud.upload(projectId, 'large.tif', path, moving()))
  expect(error.data).toMatchObject({ code: 'cloud.tooLarge', params: { file: 'large.tif' } })
  expect(server.requests.length).toBe(before)
})

test('a refusal that comes before the file is there ends the sending', async () => {
  const { server, cloud } = await opened('2026')
  server.trouble({ page: 413 })
  const seen: number[] = []
  const path = await fileOf(Buffer.alloc(50_000_000))
  const error = await refusalOf(
    cloud.upload(
      projectId,
      'large.tif',
      path,
      moving((bytes) => seen.push(bytes)),
    ),
  )
  expect(error.data).toMatchObject({ code: 'cloud.tooLarge', params: { file: 'large.tif', status: 413 } })
})

test.each([
  ['grows', (path: string) => appendFile(path, 'more')],
  ['shrinks', (path: string) => truncate(path, 1_000_000)],
  ['is written anew', (path: string) => writeFile(path, Buffer.alloc(5_000_000, 1))],
])('a file that %s while it is sent is told as such', async (_, change) => {
  const { server, cloud } = await opened('2026')
  server.quirks.bytesPerSecond = 20_000_000
  const path = await fileOf(Buffer.alloc(5_000_000))
  const changing: Promise<void>[] = []
  const error = await refusalOf(
    cloud.upload(
      projectId,
      'a.gpkg',
      path,
      moving(() => void (changing.length === 0 && changing.push(change(path)))),
    ),
  )
  await Promise.all(changing)
  expect(error.data).toMatchObject({
    code: 'cloud.fileChanged',
    retry: 'backoff',
    params: { file: 'a.gpkg' },
  })
  expect(await server.read(projectId, 'a.gpkg')).toBeNull()
})

test('a file that is not there is told before anything is sent', async () => {
  const { cloud } = await opened('2026')
  const error = await refusalOf(cloud.upload(projectId, 'x', join(temporaryFolder(), 'x'), moving()))
  expect(error.code).toBe('input.missing')
})

test('a stop in the middle ends it with the reason of the stop', async () => {
  const { server, cloud } = await opened('2026')
  server.quirks.bytesPerSecond = 100_000
  const stop = new AbortController()
  const path = await fileOf(Buffer.alloc(20_000_000))
  const work = cloud.upload(projectId, 'x', path, {
    signal: stop.signal,
    onBytes: () => stop.abort(new AppError('job.cancelled')),
  })
  expect((await refusalOf(work)).code).toBe('job.cancelled')
  expect(await server.read(projectId, 'x')).toBeNull()
})

test('goes no faster than it may, both ways', async () => {
  const { cloud } = await opened('2026')
  const path = await fileOf(Buffer.alloc(60_000, 'x'))
  const how = { ...moving(), limitRate: 100_000 }
  const began = performance.now()
  await cloud.upload(projectId, 'x', path, how)
  const [file] = await cloud.files(projectId)
  if (file === undefined) throw new Error('nothing listed')
  await cloud.download(projectId, file, join(temporaryFolder(), 'x'), how)
  // 60 kB at 100 kB/s, twice; slower machines are only slower.
  expect(performance.now() - began).toBeGreaterThan(1100)
})
