import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { CloudTarget } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { planSync } from '#worker/steps/plan-sync.ts'
import type { FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { opened, projectId, qgsFile } from '#test/worker/cloud/opened.ts'
import {
  attempt,
  type Attempt,
  codeOf,
  syncJob,
  syncPorts,
  writeFiles,
} from '#test/worker/steps/sync-bench.ts'
import { temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

const profiles: Profile[] = ['2024', '2026']
const target = { kind: 'project' as const, projectId }
const newTarget: CloudTarget = {
  kind: 'new',
  name: 'Árboles del valle',
  owner: 'ana',
  description: '',
  isPublic: false,
}

const project = {
  'site.qgs': qgsFile,
  'trees.gpkg': 'trees 1',
  'data/roads.gpkg': 'roads 1',
  'DCIM/oak.jpg': 'a photo',
}

async function scene(profile: Profile, files: Record<string, string> = project) {
  const { server, cloud } = await opened(profile, { pauses: [] })
  const ledger = await temporaryLedger()
  const folder = temporaryFolder()
  writeFiles(folder, files)
  const ports = syncPorts(ledger, cloud)
  const go = (
    request: object = {},
    jobId = syncJob(ledger),
    signal = new AbortController().signal,
  ): Promise<Attempt> => attempt(jobId, { folder, accountId: 'a', target, ...request }, ports, signal)
  const plan = (request: object = {}) =>
    planSync(
      { folder, accountId: 'a', target, choices: {}, seen: {}, download: true, ...request },
      ports,
      new AbortController().signal,
    )
  return { server, cloud, ledger, folder, ports, go, plan, read: reader(folder) }
}

const reader = (folder: string) => (name: string) => readFileSync(join(folder, name), 'utf8')
const there = async (server: FakeCloud, name: string, id = projectId) =>
  (await server.read(id, name))?.toString('utf8') ?? null
const posts = (server: FakeCloud) =>
  server.requests.filter(({ method, path }) => method === 'POST' && path.includes('/files/'))
const sentNames = (server: FakeCloud) =>
  posts(server).map(({ path }) => decodeURIComponent(path).replace(/^.*\/files\/[^/]+\/|\/$/g, ''))
const actions = (files: readonly { name: string; action: string }[]) =>
  Object.fromEntries(files.map(({ name, action }) => [name, action]))

describe.each(profiles)('a QFieldCloud of %s', (profile) => {
  test('a folder goes up, the project file last, is checked once, packaged, and then the same', async () => {
    const { server, ledger, folder, go, plan } = await scene(profile)
    expect(await plan()).toMatchObject({ same: 0, downBytes: 0, seconds: null })
    const { result, error } = await go()
    expect(error).toBeNull()
    const names = sentNames(server)
    // Those of one kind travel side by side.
    expect(names.slice(0, 2).sort()).toEqual(['data/roads.gpkg', 'trees.gpkg'])
    expect(names.slice(2)).toEqual(['DCIM/oak.jpg', 'site.qgs'])
    expect(result).toMatchObject({ uploaded: 4, downloaded: 0, failed: [], keptBoth: [] })
    expect(result?.checkJob).toMatchObject({ type: 'process_projectfile', status: 'finished' })
    expect(result?.packageJob).toMatchObject({ type: 'package', status: 'finished' })
    expect([...server.state.jobs.values()].map(({ type }) => type)).toEqual([
      'process_projectfile',
      'package',
    ])
    expect(ledger.cloud.links.find(folder)?.syncedAt).not.toBeNull()
    expect(await plan()).toMatchObject({ same: 4, files: [] })
    const again = await go()
    expect(again.result).toMatchObject({ uploaded: 0, skipped: 4, checkJob: null })
    expect(posts(server)).toHaveLength(4)
  })

  test('what changed on one side goes to the other, and what it replaces here is kept', async () => {
    const { server, ledger, folder, go, plan, read } = await scene(profile)
    await go()
    writeFiles(folder, { 'trees.gpkg': 'trees 2, longer' })
    await server.put(projectId, 'data/roads.gpkg', 'roads 2, by bob')
    await server.put(projectId, 'DCIM/bob.jpg', 'a photo of bob')
    expect(actions((await plan()).files)).toEqual({
      'trees.gpkg': 'up',
      'DCIM/bob.jpg': 'down',
      'data/roads.gpkg': 'down',
    })
    const jobId = syncJob(ledger)
    const { result } = await go({}, jobId)
    expect(result).toMatchObject({ uploaded: 1, downloaded: 2 })
    expect(read('data/roads.gpkg')).toBe('roads 2, by bob')
    expect(read('DCIM/bob.jpg')).toBe('a photo of bob')
    expect(await there(server, 'trees.gpkg')).toBe('trees 2, longer')
    const [kept] = ledger.cloud.items.kept(jobId)
    expect(kept).toMatchObject({ name: 'before/data/roads.gpkg', sha256: shaOf('roads 1') })
    expect(readFileSync(ledger.blobs.pathOf(kept!.sha256), 'utf8')).toBe('roads 1')
    expect(await plan()).toMatchObject({ same: 5, files: [] })
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('a file that changed on both sides is kept twice, here and there', async () => {
    const { server, folder, go, plan, read } = await scene(profile)
    await go()
    writeFiles(folder, { 'trees.gpkg': 'trees, ours' })
    await server.put(projectId, 'trees.gpkg', 'trees, of bob')
    expect(actions((await plan()).files)).toEqual({ 'trees.gpkg': 'conflict' })
    const { result } = await go()
    const [both] = result?.keptBoth ?? []
    expect(both?.other).toMatch(/^trees \(server \d{4}-\d\d-\d\d\)\.gpkg$/)
    for (const look of [read, (name: string) => there(server, name)]) {
      expect(await look('trees.gpkg')).toBe('trees, ours')
      expect(await look(both!.other)).toBe('trees, of bob')
    }
    expect(await plan()).toMatchObject({ same: 5, files: [] })
  })

  test('ours replaces the version that was seen, and no other one', async () => {
    const { server, folder, go, plan, read } = await scene(profile)
    await go()
    writeFiles(folder, { 'trees.gpkg': 'trees, ours' })
    await server.put(projectId, 'trees.gpkg', 'trees, of bob')
    const choices = { 'trees.gpkg': 'mine' }
    const seen = Object.fromEntries((await plan()).files.map(({ name, there: etag }) => [name, etag]))
    await server.put(projectId, 'trees.gpkg', 'trees, of cleo')
    const { result } = await go({ choices, seen })
    const [both] = result?.keptBoth ?? []
    for (const look of [read, (name: string) => there(server, name)]) {
      expect(await look('trees.gpkg')).toBe('trees, ours')
      expect(await look(both!.other)).toBe('trees, of cleo')
    }
    writeFiles(folder, { 'trees.gpkg': 'trees, ours again' })
    await server.put(projectId, 'trees.gpkg', 'trees, of bob again')
    const [file] = (await plan()).files
    const next = await go({ choices, seen: { 'trees.gpkg': file?.there } })
    expect(next.result?.keptBoth).toEqual([])
    expect(await there(server, 'trees.gpkg')).toBe('trees, ours again')
  })

  test('a deletion is carried nowhere by itself, and undone when somebody chose so', async () => {
    const { server, folder, go, plan, read } = await scene(profile)
    await go()
    rmSync(join(folder, 'data/roads.gpkg'))
    server.state.projects.get(projectId)?.files.delete('trees.gpkg')
    expect(actions((await plan()).files)).toEqual({
      'data/roads.gpkg': 'missingHere',
      'trees.gpkg': 'missingThere',
    })
    expect((await go()).result).toMatchObject({ uploaded: 0, downloaded: 0 })
    expect(existsSync(join(folder, 'data/roads.gpkg'))).toBe(false)
    expect(await there(server, 'data/roads.gpkg')).toBe('roads 1')
    expect(await there(server, 'trees.gpkg')).toBeNull()
    await go({ choices: { 'data/roads.gpkg': 'theirs', 'trees.gpkg': 'mine' } })
    expect(read('data/roads.gpkg')).toBe('roads 1')
    expect(await there(server, 'trees.gpkg')).toBe('trees 1')
  })

  test('a file on the server that could land elsewhere stays there, and the rest is synced', async () => {
    const { server, folder, go, plan, read } = await scene(profile)
    await server.put(projectId, '../escaped.gpkg', 'x')
    await server.put(projectId, 'con', 'x')
    await server.put(projectId, 'new.gpkg', 'new')
    const findings = (await plan()).findings.filter(({ code }) => code === 'cloudUnsafeName')
    expect(findings).toMatchObject([{ level: 'warning', params: { count: 2 } }])
    expect((await go()).error).toBeNull()
    expect(read('new.gpkg')).toBe('new')
    expect(existsSync(join(folder, '../escaped.gpkg'))).toBe(false)
    expect(await there(server, '../escaped.gpkg')).toBe('x')
    expect(await plan()).toMatchObject({ files: [] })
  })

  test('a new project is private, has a valid name, and is made once whatever breaks off', async () => {
    const { server, ledger, folder, go } = await scene(profile)
    const jobId = syncJob(ledger)
    server.after(0, () => server.trouble({ reset: true }, { on: /files/, times: 100 }), /POST .*projects/)
    expect(codeOf(await go({ target: newTarget }, jobId))).toBe('cloud.unreachable')
    // As if the worker had died before it could write the link.
    ledger.store.run('DELETE FROM cloud_links')
    ledger.cloud.links.beginCreation(jobId, { owner: 'ana', name: 'Arboles-del-valle' })
    while (server.requests.length < 300 && (await go({ target: newTarget }, jobId)).error !== null);
    const made = [...server.state.projects.values()].filter(({ id }) => id !== projectId)
    expect(made).toMatchObject([{ name: 'Arboles-del-valle', owner: 'ana', isPublic: false }])
    expect(ledger.cloud.links.find(folder)).toMatchObject({ projectId: made[0]?.id, owner: 'ana' })
    expect(await there(server, 'site.qgs', made[0]?.id)).toBe(qgsFile)
  })

  test('the name of a project that somebody else made is not taken', async () => {
    const { server, go } = await scene(profile)
    server.addProject({ name: 'Arboles-del-valle' })
    expect(codeOf(await go({ target: newTarget }))).toBe('cloud.exists')
  })

  test('nor of one that somebody made after ours was refused', async () => {
    const { server, ledger, folder, go } = await scene(profile)
    const jobId = syncJob(ledger)
    server.trouble({ error: { status: 403, code: 'permission_denied' } }, { on: /POST .*projects/ })
    expect(codeOf(await go({ target: newTarget }, jobId))).toBe('cloud.forbidden')
    server.addProject({ name: 'Arboles-del-valle' })
    expect(codeOf(await go({ target: newTarget }, jobId))).toBe('cloud.exists')
    expect(ledger.cloud.links.find(folder)).toBeNull()
  })

  test('a file that the server stored otherwise is sent again until it is whole', async () => {
    const { server, go } = await scene(profile)
    server.trouble({ storedBytes: 3 }, { on: /POST .*trees/ })
    const { result, said } = await go()
    expect(result).toMatchObject({ uploaded: 4, failed: [] })
    expect(said.join('\n')).toContain('trees.gpkg: cloud.notStored')
    expect(server.uploads('trees.gpkg')).toHaveLength(2)
    expect(await there(server, 'trees.gpkg')).toBe('trees 1')
  })

  test('a file that never becomes whole fails; the project that needs it stays as it was', async () => {
    const { server, ledger, go } = await scene(profile)
    server.trouble({ storedBytes: 3 }, { on: /POST .*trees/, times: 99 })
    const jobId = syncJob(ledger)
    const { error, kept } = await go({}, jobId)
    expect(error?.data).toMatchObject({ code: 'cloud.incomplete', params: { count: 1 } })
    expect(kept?.failed).toMatchObject([{ name: 'trees.gpkg', error: { code: 'cloud.notStored' } }])
    expect(server.uploads('trees.gpkg')).toHaveLength(5)
    expect(server.uploads('site.qgs')).toHaveLength(0)
    expect(ledger.cloud.items.list(jobId).map(({ name, state }) => [name, state])).toEqual([
      ['data/roads.gpkg', 'done'],
      ['trees.gpkg', 'failed'],
      ['DCIM/oak.jpg', 'done'],
      ['site.qgs', 'waiting'],
    ])
  })

  test('a file that the server cannot take or give holds up no other', async () => {
    const { server, go, read } = await scene(profile)
    await server.put(projectId, 'DCIM/bad.jpg', 'not to be had')
    await server.put(projectId, 'DCIM/worse.jpg', 'a photo')
    server.trouble({ page: 504 }, { on: /POST .*roads/, times: 99 })
    server.trouble({ page: 500 }, { on: /GET .*bad/, times: 99 })
    await server.put(projectId, 'DCIM/lost.jpg', 'lost')
    server.trouble({ error: { status: 500, code: 'unknown_error' } }, { on: /GET .*lost/, times: 99 })
    await server.put(projectId, 'DCIM/gone.jpg', 'gone')
    server.after(0, () => server.state.projects.get(projectId)?.files.delete('DCIM/gone.jpg'), /GET .*gone/)
    const { error, kept } = await go()
    expect(error?.code).toBe('cloud.incomplete')
    expect(kept?.failed.map(({ name }) => name).sort()).toEqual([
      'DCIM/bad.jpg',
      'DCIM/gone.jpg',
      'DCIM/lost.jpg',
      'data/roads.gpkg',
    ])
    expect(server.uploads('data/roads.gpkg')).toHaveLength(5)
    expect(await there(server, 'trees.gpkg')).toBe('trees 1')
    expect(read('DCIM/worse.jpg')).toBe('a photo')
  })

  test('a server that is in trouble as a whole is waited for', async () => {
    const { server, go } = await scene(profile)
    server.after(0, () => (server.quirks.page = 502), /POST .*files/)
    expect(codeOf(await go())).toBe('cloud.unreachable')
    delete server.quirks.page
    await server.put(projectId, 'DCIM/bob.jpg', 'a photo of bob')
    server.after(0, () => (server.quirks.page = 502), /GET .*bob/)
    expect(codeOf(await go())).toBe('cloud.unreachable')
  })

  test('a token that expires in the middle ends the job, which then goes on', async () => {
    const { server, ledger, go } = await scene(profile)
    const jobId = syncJob(ledger)
    server.after(2, () => server.expireTokens(), /POST .*files/)
    expect(codeOf(await go({}, jobId))).toBe('cloud.expired')
    for (const token of server.state.tokens.values()) token.expiresAt = Date.now() + 1e9
    const before = posts(server).filter(({ status }) => status === 201).length
    expect(before).toBeGreaterThan(0)
    expect((await go({}, jobId)).result).toMatchObject({ uploaded: 4 })
    const sent = posts(server).filter(({ status }) => status === 201)
    expect(sent).toHaveLength(4)
  })

  test('a cancel in the middle ends it at once, and what had arrived is not sent again', async () => {
    const { server, ledger, go } = await scene(profile)
    const jobId = syncJob(ledger)
    const cancel = new AbortController()
    server.after(3, () => cancel.abort(new AppError('job.cancelled')), /POST .*files/)
    server.trouble({ hang: true }, { on: /POST .*site/ })
    expect(codeOf(await go({}, jobId, cancel.signal))).toBe('job.cancelled')
    expect(ledger.cloud.items.list(jobId).map(({ state }) => state)).not.toContain('running')
    expect((await go({}, jobId)).result).toMatchObject({ failed: [] })
    expect(posts(server).filter(({ status }) => status === 201)).toHaveLength(4)
  })

  test('what the owner has no room for is not begun', async () => {
    const { server, go, plan } = await scene(profile)
    const owner = server.state.accounts.get('ana')
    if (owner !== undefined) owner.plan.storageBytes = 20
    const told = await plan()
    expect(told.quotaLeft).toBe(profile === '2026' ? 20 : null)
    expect(told.findings.map(({ code }) => code)).toEqual(profile === '2026' ? ['overPlan'] : [])
    expect(codeOf(await go())).toBe('cloud.overQuota')
    expect(posts(server).filter(({ status }) => status === 201).length).toBe(profile === '2026' ? 0 : 3)
  })

  test('a new project is planned without a connection', async () => {
    const { server, plan } = await scene(profile)
    server.quirks.reset = true
    expect(await plan({ target: newTarget })).toMatchObject({ quotaLeft: null, same: 0 })
    await expect(plan()).rejects.toMatchObject({ code: 'cloud.unreachable' })
  })

  test('a connection that breaks is tried again, and nothing that arrived is sent again', async () => {
    const { server, go } = await scene(profile)
    server.trouble({ reset: true }, { on: /POST .*trees/, times: 2 })
    server.trouble({ tooMany: { retryAfter: 3 } }, { on: /POST .*oak/ })
    const { result } = await go()
    expect(result).toMatchObject({ uploaded: 4, failed: [] })
    expect(posts(server).filter(({ status }) => status === 201)).toHaveLength(4)
  })

  test('a download that arrives while somebody changes the file here leaves that alone', async () => {
    const { server, folder, go, read } = await scene(profile)
    await go()
    await server.put(projectId, 'trees.gpkg', 'trees, of bob')
    server.after(0, () => writeFileSync(join(folder, 'trees.gpkg'), 'in the middle'), /GET .*trees/)
    const { error, kept } = await go()
    expect(error?.code).toBe('cloud.incomplete')
    expect(kept?.failed).toMatchObject([{ name: 'trees.gpkg', error: { code: 'project.changed' } }])
    expect(read('trees.gpkg')).toBe('in the middle')
  })

  test('what somebody puts on the server while a sync is under way is not overwritten', async () => {
    const { server, go, folder, ports, read } = await scene(profile)
    await go()
    writeFiles(folder, { 'data/roads.gpkg': 'roads, ours', 'trees.gpkg': 'trees, ours, longer' })
    let later = 0
    ports.now = () => Date.now() + later
    server.trouble({ slow: 100 }, { on: /POST .*roads/ })
    const meanwhile = (): void => {
      later = 3_600_000
      void server.put(projectId, 'trees.gpkg', 'trees, of bob')
    }
    server.after(0, meanwhile, /POST .*roads/)
    // One file at a time.
    const { error, kept } = await go({ limitRate: 1e6 })
    expect(error?.code).toBe('cloud.incomplete')
    expect(kept?.failed).toMatchObject([{ name: 'trees.gpkg', error: { code: 'project.changed' } }])
    expect(await there(server, 'trees.gpkg')).toBe('trees, of bob')
    expect((await go()).result?.keptBoth).toHaveLength(1)
    expect(await there(server, 'trees.gpkg')).toBe('trees, ours, longer')
    expect(read('trees.gpkg')).toBe('trees, ours, longer')
  })

  test('a database that somebody edits is not replaced under them', async () => {
    const { server, go, folder } = await scene(profile, { 'site.qgs': qgsFile })
    const path = join(folder, 'trees.gpkg')
    const editing = new DatabaseSync(path)
    editing.exec('PRAGMA journal_mode = wal; CREATE TABLE trees (name); PRAGMA wal_checkpoint(TRUNCATE)')
    await go()
    await server.put(projectId, 'trees.gpkg', 'trees, of bob')
    const { kept } = await go()
    expect(kept?.failed).toMatchObject([{ name: 'trees.gpkg', error: { code: 'project.inUse' } }])
    editing.exec("INSERT INTO trees VALUES ('oak')")
    editing.close()
    expect((await go()).result?.keptBoth).toHaveLength(1)
    const looking = new DatabaseSync(path)
    expect(looking.prepare('SELECT name FROM trees').all()).toMatchObject([{ name: 'oak' }])
    looking.close()
  })

  test('what stands in the way is told before anything moves', async () => {
    const { server, folder, go, plan } = await scene(profile)
    writeFiles(folder, {
      'open.gpkg': 'open',
      'open.gpkg-wal': 'a change that is not in it',
      'a:b.csv': 'x',
      '.secret/x': 'x',
      'site.qgs~': 'backup',
      'a.gpkg.0123abcd.partial': 'x',
    })
    await server.put(projectId, 'Trees.gpkg', 'of another case')
    const told = await plan()
    expect(actions(told.files)).toEqual({
      'site.qgs': 'up',
      'data/roads.gpkg': 'up',
      'DCIM/oak.jpg': 'up',
      'trees.gpkg': 'refused',
      'Trees.gpkg': 'refused',
      'open.gpkg': 'refused',
      'a:b.csv': 'refused',
    })
    expect(told.findings.map(({ code }) => code).sort()).toEqual([
      'nameForbidden',
      'nameOtherCase',
      'openElsewhere',
    ])
    await go()
    expect(sentNames(server).sort()).toEqual(['DCIM/oak.jpg', 'data/roads.gpkg', 'site.qgs'])
  })

  test('two project files, or another one there, are no sync', async () => {
    const { server, folder, go } = await scene(profile)
    await server.put(projectId, 'other.qgz', 'x')
    expect(codeOf(await go())).toBe('cloud.otherProjectFile')
    writeFiles(folder, { 'second.qgs': qgsFile })
    expect(codeOf(await go())).toBe('project.several')
    expect(posts(server)).toEqual([])
  })

  test('who may only read fetches a project, whatever state it is in there', async () => {
    const { server, cloud } = await opened(profile, { user: 'bob', password: 'battery staple', pauses: [] })
    server.state.projects.get(projectId)?.collaborators.set('bob', { role: 'reader', by: 'ana', at: 0 })
    await server.put(projectId, 'site.qgs', qgsFile)
    const ledger = await temporaryLedger()
    const folder = temporaryFolder()
    expect((await cloud.project(projectId)).status).toBe('failed')
    const { error, result } = await attempt(
      syncJob(ledger),
      { folder, accountId: 'a', target, makePackage: false },
      syncPorts(ledger, cloud),
    )
    expect(error).toBeNull()
    expect(result).toMatchObject({ downloaded: 1, checkJob: null })
    expect(reader(folder)('site.qgs')).toBe(qgsFile)
  })

  test('a check that fails is told with what the server said, and nothing is packaged', async () => {
    const { server, ledger, go } = await scene(profile)
    server.judges.job = (job, usual) =>
      job.type === 'process_projectfile'
        ? { ...usual, status: 'failed', feedback: { error: 'no layers', steps: [] } }
        : null
    const jobId = syncJob(ledger)
    const { error, kept } = await go({}, jobId)
    expect(error?.code).toBe('cloud.jobFailed')
    expect(kept).toMatchObject({ uploaded: 4, checkJob: { status: 'failed' }, packageJob: null })
    const [told] = ledger.cloud.jobs.list(projectId)
    expect(told).toMatchObject({ status: 'failed', feedback: { error: 'no layers' } })
  })

  test('an attempt that ends while the server works waits for the same jobs again', async () => {
    const { server, ledger, go } = await scene(profile)
    const jobId = syncJob(ledger)
    server.trouble({ reset: true }, { on: /GET .*jobs\/[0-9a-f-]{36}/, times: 50 })
    expect(codeOf(await go({}, jobId))).toBe('cloud.unreachable')
    for (let tries = 0; tries < 9 && (await go({}, jobId)).error !== null; tries += 1);
    expect([...server.state.jobs.values()].map(({ type }) => type)).toEqual([
      'process_projectfile',
      'package',
    ])
  })
})

function shaOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
