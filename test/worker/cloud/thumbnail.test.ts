import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { moving, opened, projectId, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

async function image(bytes: Uint8Array): Promise<string> {
  const path = join(temporaryFolder(), 'the valley: north.png')
  await writeFile(path, bytes)
  return path
}

test('a project gets a thumbnail, byte for byte', async () => {
  const { server, cloud } = await opened('2026')
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, n) => n % 251))
  expect(await cloud.setThumbnail(projectId, await image(bytes), moving())).toBe(true)
  const stored = server.state.projects.get(projectId)?.thumbnail
  expect((await readFile(stored?.path ?? '')).equals(bytes)).toBe(true)
})

test('an older server has none, and is not sent one', async () => {
  const { server, cloud } = await opened('2024')
  expect(await cloud.setThumbnail(projectId, await image(Buffer.from('png')), moving())).toBe(false)
  expect(server.requests.some(({ path }) => path.includes('thumbnail'))).toBe(false)
})

test('an image of more than 5 MB is not sent', async () => {
  const { server, cloud } = await opened('2026')
  const path = await image(Buffer.alloc(0))
  await truncate(path, 5_000_001)
  const error = await refusalOf(cloud.setThumbnail(projectId, path, moving()))
  expect(error.data).toMatchObject({ code: 'cloud.tooLarge', params: { file: 'the valley: north.png' } })
  expect(server.requests.some(({ path: asked }) => asked.includes('thumbnail'))).toBe(false)
})

test('a project that is not there, and a role that may not, are told', async () => {
  const { server, cloud } = await opened('2026')
  const path = await image(Buffer.from('png'))
  const nowhere = '00000000-0000-4000-8000-000000000000'
  expect((await refusalOf(cloud.setThumbnail(nowhere, path, moving()))).code).toBe('cloud.notFound')
  const { id } = server.addProject({ name: 'other', owner: 'bob', isPublic: true })
  expect((await refusalOf(cloud.setThumbnail(id, path, moving()))).code).toBe('cloud.forbidden')
})
