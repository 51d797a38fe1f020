import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { moving, opened, projectId, refusalOf, type Opened } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const name = 'data/trees ü.gpkg'
const contents = ['one', 'two 2', 'three 3']

/** A file of three versions, a minute apart, beside another. */
async function grown(profile: '2024' | '2026'): Promise<Opened> {
  const one = await opened(profile)
  await one.server.put(projectId, 'other.gpkg', 'x')
  for (const [minute, content] of contents.entries()) {
    one.server.skew(minute * 60_000)
    await one.server.put(projectId, name, content)
  }
  return one
}

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('lists the versions of a file, newest first', async () => {
    const { cloud } = await grown(profile)
    const versions = await cloud.versions(projectId, name)
    expect(versions.map(({ size, isLatest }) => [size, isLatest])).toEqual([
      [7, true],
      [5, false],
      [3, false],
    ])
    expect(versions.every((one) => one.name === name && (one.sha256 === null) === (profile === '2024'))).toBe(
      true,
    )
    const [newest, before] = versions.map(({ uploadedAt }) => Date.parse(uploadedAt ?? ''))
    expect(Math.abs((newest ?? 0) - (before ?? 0) - 60_000)).toBeLessThanOrEqual(1000)
    expect((await refusalOf(cloud.versions(projectId, 'none.gpkg'))).data).toMatchObject({
      code: 'cloud.notFound',
      params: { file: 'none.gpkg' },
    })
  })

  test('gives each version, and proves it', async () => {
    const { cloud } = await grown(profile)
    const folder = temporaryFolder()
    const versions = await cloud.versions(projectId, name)
    const got: string[] = []
    for (const version of versions) {
      const target = join(folder, version.id)
      await cloud.downloadVersion(projectId, version, target, moving())
      got.push(await readFile(target, 'utf8'))
    }
    expect(got).toEqual(contents.toReversed())
    const [, old] = versions
    if (old === undefined) throw new Error('no old version')
    const wrong = { ...old, etag: 'f'.repeat(32), sha256: null }
    const target = join(folder, 'wrong')
    expect((await refusalOf(cloud.downloadVersion(projectId, wrong, target, moving()))).code).toBe(
      'cloud.broken',
    )
    expect(existsSync(target)).toBe(false)
    const gone = { ...old, id: '00000000-0000-4000-8000-000000000000' }
    expect((await refusalOf(cloud.downloadVersion(projectId, gone, target, moving()))).code).toBe(
      'cloud.notFound',
    )
    expect((await readdir(folder)).length).toBe(3)
  })

  test('deletes an old version, and never the latest', async () => {
    const { server, cloud } = await grown(profile)
    const [latest, middle, first] = await cloud.versions(projectId, name)
    if (latest === undefined || middle === undefined || first === undefined) throw new Error('too few')
    await cloud.deleteVersion(projectId, middle)
    expect((await cloud.versions(projectId, name)).map(({ id }) => id)).toEqual([latest.id, first.id])
    expect((await refusalOf(cloud.deleteVersion(projectId, middle))).code).toBe('cloud.notFound')
    await cloud.deleteVersion(projectId, first)
    const refused = await refusalOf(cloud.deleteVersion(projectId, latest))
    expect(refused.data).toMatchObject({ code: 'cloud.lastVersion', params: { file: name } })
    // What was old when it was listed may be all that there is by now.
    expect((await refusalOf(cloud.deleteVersion(projectId, { ...latest, isLatest: false }))).code).toBe(
      'cloud.lastVersion',
    )
    expect(server.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2)
    expect(String(await server.read(projectId, name))).toBe('three 3')
    expect(server.state.projects.get(projectId)?.files.get('other.gpkg')).toHaveLength(1)
  })

  test('tells of one file', async () => {
    const { server, cloud } = await grown(profile)
    const before = server.requests.length
    const file = await cloud.file(projectId, name)
    expect((await cloud.files(projectId)).find((one) => one.name === name)).toEqual(file)
    expect(file.size).toBe(7)
    const asked = server.requests.slice(before).map(({ path }) => path.replace(/^\/api\/v1\//, ''))
    expect(asked.includes(`files/metadata/${projectId}/data/trees%20%C3%BC.gpkg/`)).toBe(profile === '2026')
    expect((await refusalOf(cloud.file(projectId, 'none.gpkg'))).data).toMatchObject({
      code: 'cloud.notFound',
      params: { file: 'none.gpkg' },
    })
  })
})

test('the server’s own refusal of a last version is told the same way', async () => {
  const { server, cloud } = await grown('2026')
  const [, old] = await cloud.versions(projectId, name)
  if (old === undefined) throw new Error('no old version')
  server.trouble(
    { error: { status: 400, code: 'explicit_deletion_of_last_version' } },
    { on: /^DELETE .*trees/ },
  )
  expect((await refusalOf(cloud.deleteVersion(projectId, old))).data).toMatchObject({
    code: 'cloud.lastVersion',
    params: { file: name },
  })
})
