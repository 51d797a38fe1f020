import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeBlob } from '#test/fakes/qfieldcloud/blobs.ts'
import { opened, projectId, refusalOf, type Opened } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const never = new AbortController().signal
const form = Buffer.alloc(200_000, 'form ')

/** The project, as if it had been made of this form. */
async function seeded(profile: '2024' | '2026', name = 'trees.xlsx', bytes = form): Promise<Opened> {
  const one = await opened(profile)
  const project = one.server.state.projects.get(projectId)
  if (project === undefined) throw new Error('no project')
  project.seed = { extent: [1, 2, 3, 4] }
  project.xlsform = { name, blob: await storeBlob(one.server.state.folder, [bytes]) }
  return one
}

test('what a project was made of is told, and its form fetched with its name', async () => {
  const { cloud } = await seeded('2026')
  expect(await cloud.seed(projectId)).toMatchObject({
    extent: [1, 2, 3, 4],
    settings: { xlsform: 'trees.xlsx' },
  })
  const target = join(temporaryFolder(), 'form')
  expect(await cloud.seedForm(projectId, target, never)).toBe('trees.xlsx')
  expect((await readFile(target)).equals(form)).toBe(true)
})

test('a name in another script comes as it is coded, and folders in it count for nothing', async () => {
  const target = join(temporaryFolder(), 'form')
  const coded = await seeded('2026', 'x.xlsx"; filename*=utf-8\'\'%E0%A4%AB.xlsx; x="')
  expect(await coded.cloud.seedForm(projectId, target, never)).toBe('फ.xlsx')
  const climbing = await seeded('2026', '../../trees.xlsx')
  expect(await climbing.cloud.seedForm(projectId, target, never)).toBe('trees.xlsx')
  const device = await seeded('2026', 'con.xlsx')
  expect((await refusalOf(device.cloud.seedForm(projectId, target, never))).code).toBe('cloud.unsafeName')
})

test('a project of nothing, and one of an older server, has no seed', async () => {
  const folder = temporaryFolder()
  for (const { cloud } of [await opened('2026'), await seeded('2024')]) {
    expect(await cloud.seed(projectId)).toBeNull()
    expect(await cloud.seedForm(projectId, join(folder, 'form'), never)).toBeNull()
  }
  expect(await readdir(folder)).toEqual([])
})

test('a form that breaks off, comes empty or is not wanted any more is not kept', async () => {
  const { server, cloud } = await seeded('2026')
  const folder = temporaryFolder()
  const target = join(folder, 'form')
  server.trouble({ cutDownloadAfter: 100_000 }, { on: /xlsform/ })
  expect((await refusalOf(cloud.seedForm(projectId, target, never))).code).toBe('cloud.unreachable')
  server.trouble({ page: 200 }, { on: /xlsform/ })
  expect((await refusalOf(cloud.seedForm(projectId, target, never))).code).toBe('cloud.portal')
  const stop = AbortSignal.abort(new Error('enough'))
  await expect(cloud.seedForm(projectId, target, stop)).rejects.toThrow('enough')
  const empty = await seeded('2026', 'trees.xlsx', Buffer.alloc(0))
  expect((await refusalOf(empty.cloud.seedForm(projectId, target, never))).code).toBe('cloud.broken')
  expect(await readdir(folder)).toEqual([])
})
