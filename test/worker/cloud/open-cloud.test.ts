import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { signIn } from '#worker/cloud/sign-in.ts'
import { account, startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { moving, opened, projectId, qgsFile, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const person = { username: 'dee', password: 'a long one', email: 'dee@example.org' }

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('is signed in to by name, and by an address however it is written', async () => {
    const server = await startFakeCloud({ profile })
    const signed = await signIn(`${server.url}/api/v1/`, account.user, account.password)
    expect(signed).toMatchObject({ username: 'ana', token: expect.stringMatching(/^\S{50,}$/) as string })
    expect(Date.parse(signed.expiresAt ?? '')).toBeGreaterThan(Date.now())
    expect((await signIn(server.url, 'ana@example.org', account.password)).username).toBe('ana')
  })

  test('makes, lists, changes and deletes projects', async () => {
    const { server, cloud } = await opened(profile)
    const made = await cloud.createProject({
      name: 'tree_survey',
      owner: 'ana',
      description: 'x',
      isPublic: false,
    })
    expect(made).toMatchObject({
      name: 'tree_survey',
      owner: 'ana',
      isPublic: false,
      role: 'admin',
      status: 'failed',
    })
    const changed = await cloud.changeProject(made.id, { description: '', isPublic: true })
    expect(changed).toMatchObject({ description: '', isPublic: true, name: 'tree_survey' })
    const again = await cloud.changeProject(made.id, { isPublic: false })
    expect(again).toMatchObject({ description: '', isPublic: false })
    for (let n = 0; n < 450; n += 1) server.addProject({ name: `p${n}` })
    const all = await cloud.projects()
    expect(new Set(all.map(({ id }) => id)).size).toBe(452)
    await cloud.deleteProject(made.id)
    expect((await refusalOf(cloud.project(made.id))).code).toBe('cloud.notFound')
    expect((await cloud.project(projectId)).name).toBe('site')
  })

  test('refuses a name that is taken; one that is none is not even sent', async () => {
    const { server, cloud } = await opened(profile)
    const project = { name: 'site', owner: 'ana', description: '', isPublic: false }
    const taken = await refusalOf(cloud.createProject(project))
    expect(taken.data).toMatchObject({ code: 'cloud.exists', params: { name: 'site' } })
    const before = server.requests.length
    const wrong = await refusalOf(cloud.createProject({ ...project, name: 'my survey' }))
    expect(wrong.data).toMatchObject({ code: 'cloud.invalidName', params: { name: 'my survey' } })
    expect(server.requests.length).toBe(before)
  })

  test('takes, lists, gives and deletes files, with names of any script', async () => {
    const { server, cloud } = await opened(profile)
    const folder = temporaryFolder()
    const bytes = Buffer.alloc(9_000_000, 'tree ')
    await writeFile(join(folder, 'a'), bytes)
    const seen: number[] = []
    await cloud.upload(
      projectId,
      'मानचित्र/a b%#.gpkg',
      join(folder, 'a'),
      moving((n) => seen.push(n)),
    )
    expect(seen.at(-1)).toBe(bytes.length)
    await cloud.upload(projectId, 'empty.txt', await written(folder, 'empty', ''), moving())
    const [large, empty] = await cloud.files(projectId)
    expect(large).toMatchObject({ name: 'मानचित्र/a b%#.gpkg', size: bytes.length })
    expect(large?.etag).toMatch(/^[0-9a-f]{32}-2$/)
    expect(large?.sha256 === null).toBe(profile === '2024')
    expect(empty).toMatchObject({ name: 'empty.txt', size: 0 })
    for (const file of [large, empty]) {
      if (file === undefined) throw new Error('not listed')
      await cloud.download(projectId, file, join(folder, 'down', file.name), moving())
    }
    expect((await readFile(join(folder, 'down', large?.name ?? ''))).equals(bytes)).toBe(true)
    expect(await readFile(join(folder, 'down', 'empty.txt'), 'utf8')).toBe('')
    await cloud.deleteFile(projectId, 'empty.txt')
    expect((await cloud.files(projectId)).map(({ name }) => name)).toEqual([large?.name])
    expect(
      server.requests.every(({ path, agent }) => path.endsWith('/') && agent.startsWith('sdk|ts|')),
    ).toBe(true)
  })

  test('makes a package, joins one that waits, and tells of jobs newest first', async () => {
    const { server, cloud } = await opened(profile)
    await server.put(projectId, 'site.qgs', qgsFile)
    expect(await cloud.latestPackage(projectId)).toBeNull()
    const first = await cloud.startJob(projectId, 'package')
    expect(first).toMatchObject({ joined: false, job: { type: 'package', status: 'pending', projectId } })
    expect(await cloud.startJob(projectId, 'package')).toMatchObject({
      joined: true,
      job: { id: first.job.id },
    })
    server.settle()
    const ended = await cloud.job(first.job.id)
    expect(ended).toMatchObject({ status: 'finished', log: expect.stringContaining('::') as string })
    expect(ended.feedback).toMatchObject({ workflow_id: 'package_project' })
    server.skew(60_000)
    const second = await cloud.startJob(projectId, 'process_projectfile')
    expect((await cloud.jobs(projectId)).map(({ id }) => id)).toEqual([second.job.id, first.job.id])
    expect((await cloud.jobs(projectId))[0]).toMatchObject({ feedback: null, log: null })
    const packaged = await cloud.latestPackage(projectId)
    expect(packaged?.packagedAt).not.toBeNull()
    const [file] = packaged?.files ?? []
    if (file === undefined) throw new Error('an empty package')
    const target = join(temporaryFolder(), file.name)
    await cloud.downloadPackaged(projectId, file, target, moving())
    expect((await readFile(target)).length).toBe(file.size)
  })

  test('is asked for jobs the way it understands, once found out', async () => {
    const { server, cloud } = await opened(profile)
    await cloud.jobs(projectId)
    const before = server.requests.length
    await cloud.jobs(projectId)
    expect(server.requests.length).toBe(before + 1)
    expect(server.requests.at(-1)?.query === '').toBe(profile === '2024')
  })

  test('has no such job, project or file', async () => {
    const { cloud } = await opened(profile)
    const target = join(temporaryFolder(), 'x')
    const file = { name: 'x', size: 1, etag: '', sha256: null, isAttachment: false }
    for (const work of [
      () => cloud.job(randomUUID()),
      () => cloud.project(randomUUID()),
      () => cloud.files(randomUUID()),
      () => cloud.download(projectId, file, target, moving()),
      () => cloud.deleteFile(projectId, 'x'),
    ])
      expect((await refusalOf(work())).code).toBe('cloud.notFound')
  })

  test('takes deltas, lists them newest first, and one file of them', async () => {
    const { server, cloud } = await opened(profile)
    await server.put(projectId, 'site.qgs', qgsFile)
    const ids = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of ids) {
      await cloud.pushDeltas(projectId, deltaFile(id))
      server.settle()
      server.skew(60_000 * (ids.indexOf(id) + 1))
    }
    const page = await cloud.deltas(projectId, { limit: 2, offset: 0 })
    const rest = await cloud.deltas(projectId, { limit: 2, offset: 2 })
    expect([...page.deltas, ...rest.deltas].map(({ deltaFileId }) => deltaFileId)).toEqual(ids.toReversed())
    expect(page.total).toBe(3)
    const [one] = await cloud.deltasOfFile(projectId, ids[0] ?? '')
    expect(one).toMatchObject({ status: 'applied', createdBy: 'ana', content: { method: 'create' } })
    await cloud.applyPending(projectId)
    const wrong = await refusalOf(cloud.pushDeltas(projectId, '{"deltas": []}'))
    expect(wrong.code).toBe('cloud.badDeltas')
    const other = deltaFile(randomUUID()).replace(projectId, randomUUID())
    expect((await refusalOf(cloud.pushDeltas(projectId, other))).code).toBe('cloud.badDeltas')
  })

  test('knows collaborators, members and users', async () => {
    const { cloud } = await opened(profile)
    await cloud.setCollaborator(projectId, 'bob', 'reporter', true)
    await cloud.setCollaborator(projectId, 'bob', 'editor', false)
    expect(await cloud.collaborators(projectId)).toEqual([{ username: 'bob', role: 'editor' }])
    await cloud.removeCollaborator(projectId, 'bob')
    expect(await cloud.collaborators(projectId)).toEqual([])
    expect(await cloud.organizations()).toEqual(['valley'])
    await cloud.addMember('valley', 'cleo', 'member')
    expect(await cloud.members('valley')).toContainEqual({ username: 'cleo', role: 'member' })
    expect(await cloud.findUsers('cle')).toEqual(['cleo'])
    expect(await cloud.teams('valley')).toEqual([])
  })
})

test('what a server can is seen, and asked once', async () => {
  const [old, late] = [await opened('2024'), await opened('2026')]
  expect(await old.cloud.capabilities()).toEqual({
    teams: false,
    createUsers: false,
    quota: false,
    resumeDownloads: false,
  })
  expect(await late.cloud.capabilities()).toEqual({
    teams: true,
    createUsers: false,
    quota: true,
    resumeDownloads: true,
  })
  const before = late.server.requests.length
  await late.cloud.capabilities()
  expect(late.server.requests.length).toBe(before)
  expect(await old.cloud.quota('ana')).toBeNull()
  expect(await late.cloud.quota('ana')).toEqual({ used: 0, total: 100_000_000_000 })
  expect(await late.cloud.quota('bob')).toBeNull()
})

test('only staff can make users, and asking makes none', async () => {
  const { server, cloud } = await opened('2026', { user: 'sam', password: 'staff only' })
  const before = [...server.state.accounts.keys()]
  expect((await cloud.capabilities()).createUsers).toBe(true)
  expect([...server.state.accounts.keys()]).toEqual(before)
})

test('users are made by staff, once', async () => {
  const { cloud } = await opened('2026', { user: 'sam', password: 'staff only' })
  await cloud.createUser(person)
  expect((await refusalOf(cloud.createUser(person))).data).toMatchObject({
    code: 'cloud.exists',
    params: { name: 'dee' },
  })
  expect((await refusalOf(cloud.createUser({ ...person, username: 'dee dee' }))).code).toBe(
    'cloud.invalidName',
  )
  const { cloud: ana } = await opened('2026')
  const denied = await refusalOf(ana.createUser(person))
  expect(denied.code).toBe('cloud.forbidden')
})

async function written(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

function deltaFile(id: string): string {
  const delta = {
    uuid: randomUUID(),
    clientId: randomUUID(),
    localPk: '1',
    sourcePk: '',
    localLayerId: 'trees',
    sourceLayerId: 'trees',
    method: 'create',
    new: { attributes: { kind: 'oak' }, geometry: 'Point(1 2)' },
  }
  return JSON.stringify({ version: '1.0', id, project: projectId, files: [], deltas: [delta] })
}
