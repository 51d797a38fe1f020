import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { CloudJob, SyncedFile, SyncPlan, SyncResult } from '#worker/api/cloud.ts'
import { outcomeOf } from '#test/fakes/qfieldcloud/feedback.ts'
import type { FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { qgsFile } from '#test/worker/cloud/opened.ts'
import { folderOf, signedIn } from '#test/worker/cli/cloud-terminal.ts'
import { run, start } from '#test/worker/cli/run.ts'
import { writeFiles } from '#test/worker/steps/sync-bench.ts'

// Each case starts the command line several times.
vi.setConfig({ testTimeout: 180_000 })

const profiles: Profile[] = ['2024', '2026']
const files = {
  'site.qgs': qgsFile,
  'trees.gpkg': 'trees 1',
  'data/roads.gpkg': 'roads 1',
  'DCIM/oak.jpg': 'a photo',
}

type Synced = SyncResult & { job: string; state: string; syncedFiles: SyncedFile[] }

const actions = (plan: SyncPlan) => Object.fromEntries(plan.files.map(({ name, action }) => [name, action]))
const there = async (server: FakeCloud, project: string, name: string) =>
  (await server.read(project, name))?.toString() ?? null
/** Files that arrived, by name; one that came twice is in it twice. */
const arrived = (server: FakeCloud) =>
  server.requests
    .filter(({ method, path, status }) => method === 'POST' && path.includes('/files/') && status === 201)
    .map(({ path }) => decodeURIComponent(path).replace(/^.*\/files\/[^/]+\/|\/$/g, ''))
    .sort()

describe.each(profiles)('a QFieldCloud of %s', (profile) => {
  test('a folder becomes a new project, and then both sides change', async () => {
    const at = await signedIn(profile)
    const { server } = at
    const folder = folderOf(files)
    const first = await at.cloud('sync', folder, '--new', 'Árboles del valle', '--limit-kb', '5000')
    expect(first).toMatchObject({ code: 0 })
    expect(first.stdout).toBe(`4 up, 0 down\n${server.url}/a/ana/Arboles-del-valle/\n`)
    expect(first.stderr).toMatch(/^· Compare folder and server\n/)
    const made = [...server.state.jobs.values()].map(({ type }) => type)
    expect(new Set(made)).toEqual(new Set(['process_projectfile', 'package']))
    const [project] = server.state.projects.values()
    const { id = '' } = project ?? {}
    expect(project).toMatchObject({ owner: 'ana', isPublic: false })

    writeFiles(folder, { 'trees.gpkg': 'trees, ours', 'data/roads.gpkg': 'roads 2', 'a<b.txt': 'x' })
    await server.put(id, 'trees.gpkg', 'trees, of bob')
    await server.put(id, 'DCIM/bob.jpg', 'a photo of bob')
    await server.put(id, '../escaped.gpkg', 'x')
    const plan = (await at.told('plan', folder)).document as SyncPlan
    expect(actions(plan)).toEqual({
      'trees.gpkg': 'conflict',
      'data/roads.gpkg': 'up',
      'DCIM/bob.jpg': 'down',
      'a<b.txt': 'refused',
    })
    expect(plan.findings).toMatchObject([{ message: expect.any(String) }, { message: expect.any(String) }])
    expect(plan.findings.map(({ code }) => code).sort()).toContain('cloudUnsafeName')

    const skipped = await at.told('sync', folder, '--skip', 'trees.gpkg', '--no-download', '--no-package')
    expect(skipped).toMatchObject({ code: 0, document: { uploaded: 1, downloaded: 0, packageJob: null } })
    expect(await there(server, id, 'data/roads.gpkg')).toBe('roads 2')
    const theirs = await at.told('sync', folder, '--theirs', 'trees.gpkg', '--no-package')
    expect(theirs).toMatchObject({ code: 0, document: { uploaded: 0, downloaded: 2, keptBoth: [] } })
    expect(readFileSync(join(folder, 'trees.gpkg'), 'utf8')).toBe('trees, of bob')
  })

  test('a job that failed on the server is told in words, and its log stays here', async () => {
    const at = await signedIn(profile)
    const { server } = at
    const folder = folderOf(files)
    const broken = { step: 'project_validity_check', error: 'Bad layers', error_type: 'INVALID_PROJECT_FILE' }
    server.judges.job = ({ type }) =>
      type === 'process_projectfile'
        ? outcomeOf(profile, type, {}, { ...broken, error_class: 'Error' })
        : null
    const failed = await at.told('sync', folder, '--new', 'wells')
    expect([failed.code, failed.error?.code]).toEqual([1, 'cloud.jobFailed'])
    const { state, checkJob, packageJob } = failed.document as Synced
    expect([state, checkJob?.status, packageJob]).toEqual(['failed', 'failed', null])
    expect(checkJob?.findings[0]).toMatchObject({
      level: 'error',
      message: expect.stringContaining('Bad layers'),
    })
    const { id = '' } = checkJob ?? {}
    const jobs = await at.cloud('jobs', folder)
    expect(jobs).toMatchObject({ code: 0, stdout: expect.stringContaining(`failed    ${id}`) })
    // The server forgets its jobs after a while.
    expect((await at.cloud('log', folder, id)).stdout).toContain(id)
    server.state.jobs.clear()
    const log = (await at.told('log', folder, id)).document as CloudJob
    expect(log).toMatchObject({ id, status: 'failed', log: expect.stringMatching(/\S/) })

    const started = await at.told('start', 'package', folder)
    expect(started).toMatchObject({ code: 0, document: { type: 'package', joined: false } })
  })
})

test('a second folder goes into a project that is there, ours in the place of theirs', async () => {
  const at = await signedIn('2024')
  const { id } = at.server.addProject({ name: 'wells' })
  await at.server.put(id, 'site.qgs', qgsFile)
  await at.server.put(id, 'trees.gpkg', 'trees, of bob')
  await at.server.put(id, 'far.gpkg', 'only there')
  const folder = folderOf({ 'site.qgs': qgsFile, 'trees.gpkg': 'trees, ours' })
  const unlinked = await at.told('sync', folder)
  expect([unlinked.code, unlinked.error?.message]).toEqual([2, expect.stringContaining('--project')])
  const nameless = await at.told('sync', folder, '--new', '')
  expect([nameless.code, nameless.error?.code]).toEqual([2, 'usage'])
  const unknown = await at.told('sync', folder, '--project', 'nobody')
  expect([unknown.code, unknown.error?.code]).toEqual([1, 'cloud.notFound'])
  const more = ['--mine', 'trees.gpkg', '--no-download', '--no-package']
  const synced = await at.told('sync', folder, '--project', 'wells', ...more)
  expect(synced).toMatchObject({ code: 0, document: { uploaded: 1, downloaded: 0, projectId: id } })
  expect(await there(at.server, id, 'trees.gpkg')).toBe('trees, ours')
  // The folder is linked from now on.
  expect(actions((await at.told('plan', folder)).document)).toEqual({ 'far.gpkg': 'down' })
})

test('while the server is away a sync waits and says so; left, the next one goes on and sends nothing twice', async () => {
  const at = await signedIn('2026')
  const { server } = at
  const folder = folderOf(files)
  server.after(1, () => void (server.quirks.reset = true), /POST .*files/)
  const words = ['cloud', 'sync', folder, '--new', 'wells', '--no-package', '--data', at.data, '--json']
  const { process: waiting, ended, said } = start(words)
  await vi.waitFor(() => expect(said()).toContain('doesn’t answer'), { timeout: 120_000, interval: 100 })
  waiting.kill('SIGINT')
  const left = await ended
  expect(left.code).toBe(1)
  expect(left.document()).toMatchObject({ state: 'pending', error: { code: 'cloud.unreachable' } })
  expect(left.stderr.match(/doesn’t answer/g)).toHaveLength(1)
  expect(left.stderr).toContain('goes on with the next sync of this folder')
  const before = (left.document() as unknown as Synced).job
  const list = (await run(['jobs', 'list', '--data', at.data, '--json'])).document()
  expect(list).toMatchObject([{ id: before, state: 'pending' }])

  delete server.quirks.reset
  const next = await at.told('sync', folder, '--no-package')
  expect(next).toMatchObject({ code: 0, document: { job: before, state: 'finished' } })
  expect(arrived(server)).toEqual(Object.keys(files).sort())
  expect(server.state.projects.size).toBe(1)
})

test('a token that expired ends a sync, which is tried again once somebody has signed in', async () => {
  const at = await signedIn('2026')
  const folder = folderOf(files)
  at.server.after(1, () => at.server.expireTokens(), /POST .*files/)
  const ended = await at.told('sync', folder, '--new', 'wells', '--no-package')
  expect([ended.code, ended.error?.code]).toEqual([1, 'cloud.expired'])
  const { job, state } = ended.document as Synced
  expect(state).toBe('failed')
  await at.signIn(at.server.url)
  const again = await run(['jobs', 'retry', job, '--data', at.data, '--json'])
  expect([again.code, again.document()]).toEqual([0, expect.objectContaining({ job, state: 'finished' })])
  expect(arrived(at.server)).toEqual(Object.keys(files).sort())
})
