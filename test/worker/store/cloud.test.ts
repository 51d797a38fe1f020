import { describe, expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import type { Trip } from '#worker/domain/cloud/order-sync.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

const trip = (name: string, direction: Trip['direction'] = 'up'): Trip => ({
  name,
  remote: name,
  direction,
  size: 3,
  etag: 'e',
  isAttachment: false,
})
const job = { type: 'sync' as const, title: 's', request: {}, files: [], maxAttempts: 2 }
const link = { folder: '/f', accountId: 'a', server: 'https://c', projectId: 'p', name: 'n', owner: 'o' }
const can = { teams: true, createUsers: false, quota: true, resumeDownloads: true }

test('signing in again keeps the account; forgetting it keeps the links', async () => {
  const { cloud } = await temporaryLedger()
  const one = {
    server: 'https://c',
    username: 'ana',
    state: 'signedIn' as const,
    expiresAt: null,
    organizations: ['valley'],
    can,
  }
  const { id } = cloud.accounts.put(one)
  cloud.accounts.setState(id, 'expired')
  expect(cloud.accounts.find(id)?.state).toBe('expired')
  expect(cloud.accounts.put({ ...one, organizations: [] })).toEqual({ ...one, id, organizations: [] })
  cloud.links.write({ ...link, accountId: id }, 'job')
  cloud.accounts.forget(id)
  expect(cloud.accounts.list()).toEqual([])
  expect(cloud.links.find('/f')?.projectId).toBe('p')
})

describe('a link', () => {
  test('ends the creation that its job had begun, and only that one', async () => {
    const { cloud, jobs } = await temporaryLedger()
    const [mine, other] = [jobs.create(job).id, jobs.create(job).id]
    for (const id of [mine, other]) cloud.links.beginCreation(id, { owner: 'o', name: 'n' })
    cloud.links.write(link, mine)
    expect(cloud.links.creationOf(mine)).toBeNull()
    expect(cloud.links.creationOf(other)).toEqual({ owner: 'o', name: 'n' })
  })

  test('to another project knows of no sync', async () => {
    const { cloud } = await temporaryLedger()
    cloud.links.write(link, 'j')
    cloud.links.synced('/f')
    cloud.links.write({ ...link, name: 'renamed' }, 'j')
    expect(cloud.links.find('/f')).toMatchObject({ name: 'renamed', syncedAt: '2026-01-15T12:00:00.000Z' })
    cloud.links.write({ ...link, projectId: 'q' }, 'j')
    expect(cloud.links.find('/f')?.syncedAt).toBeNull()
  })

  test('takes what both sides had with it', async () => {
    const { cloud } = await temporaryLedger()
    cloud.links.write(link, 'j')
    const file = { name: 'a', size: 1, sha256: 's', etag: 'e' }
    cloud.links.settle('/f', 'p', [file])
    cloud.links.settle('/f', 'p', [{ ...file, etag: 'f' }])
    expect(cloud.links.base('/f', 'p')).toEqual([{ ...file, etag: 'f' }])
    expect(cloud.links.base('/f', 'q')).toEqual([])
    cloud.links.remove('/f')
    expect(cloud.links.base('/f', 'p')).toEqual([])
  })
})

describe('the queue of a sync', () => {
  test('keeps what is done, and plans the rest anew', async () => {
    const { cloud, jobs } = await temporaryLedger()
    const { id } = jobs.create(job)
    cloud.items.plan(id, [trip('a'), trip('b'), trip('b', 'down')])
    cloud.items.begin(id, [trip('a'), trip('b')])
    const { data: error } = new AppError('cloud.notStored', { host: 'h', file: 'b' })
    cloud.items.end(id, [
      { name: 'a', direction: 'up', state: 'done', size: 4, etag: 'x', error: null },
      { name: 'b', direction: 'up', state: 'failed', size: 3, etag: 'e', error },
    ])
    expect(cloud.items.list(id).map(({ state, attempts, error: told }) => [state, attempts, told])).toEqual([
      ['done', 1, null],
      ['failed', 1, error],
      ['waiting', 0, null],
    ])
    jobs.requestCancel(id)
    jobs.retry(id)
    cloud.items.plan(id, [trip('c'), trip('b')])
    expect(cloud.items.list(id).map(({ name, state }) => [name, state])).toEqual([
      ['a', 'done'],
      ['c', 'waiting'],
      ['b', 'waiting'],
    ])
    cloud.items.plan(id, [trip('a')])
    expect(cloud.items.list(id)).toMatchObject([{ name: 'a', state: 'waiting', attempts: 0 }])
  })

  test('writes how files ended together with what belongs to it, or not at all', async () => {
    const { cloud, jobs } = await temporaryLedger()
    const { id } = jobs.create(job)
    cloud.items.plan(id, [trip('a')])
    const end = {
      name: 'a',
      direction: 'up' as const,
      state: 'done' as const,
      size: 3,
      etag: 'e',
      error: null,
    }
    expect(() =>
      cloud.items.end(id, [end], () => {
        throw new Error('full')
      }),
    ).toThrow('full')
    expect(cloud.items.list(id)).toMatchObject([{ state: 'waiting' }])
  })

  test('goes with its job, and so does what the job kept', async () => {
    const { cloud, jobs, blobs } = await temporaryLedger()
    const { id } = jobs.create(job)
    cloud.items.plan(id, [trip('a')])
    const [one, two] = [await blobs.putBytes(Buffer.from('one')), await blobs.putBytes(Buffer.from('two'))]
    for (const blob of [one, two, one]) cloud.items.keepBefore(id, { name: 'before/a', ...blob })
    cloud.items.keepBefore(id, { name: 'before/ab', ...one })
    expect(cloud.items.kept(id).map(({ name, sha256 }) => [name, sha256])).toEqual([
      ['before/a', one.sha256],
      ['before/ab', one.sha256],
      ['before/a~2', two.sha256],
    ])
    jobs.requestCancel(id)
    jobs.discard(id)
    expect(cloud.items.list(id)).toEqual([])
    expect(blobs.has(one.sha256)).toBe(false)
  })
})

test('a job of the server keeps its log when the server has forgotten it', async () => {
  const { cloud } = await temporaryLedger()
  const seen = {
    id: 'j',
    projectId: 'p',
    type: 'package',
    status: 'finished' as const,
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    updatedAt: '2026-01-01T00:00:00Z',
    feedback: { steps: [] },
    log: 'lines',
  }
  cloud.jobs.keep('https://c', seen, 'sync')
  cloud.jobs.keep('https://c', { ...seen, feedback: null, log: null })
  expect(cloud.jobs.list('p')).toEqual([seen])
  expect(cloud.jobs.awaitedBy('sync', 'package')).toEqual(seen)
  cloud.jobs.release('sync')
  expect(cloud.jobs.awaitedBy('sync', 'package')).toBeNull()
  expect(cloud.jobs.find('other')).toBeNull()
})

test('a pushed delta is remembered before it is sent, once', async () => {
  const { cloud, clock } = await temporaryLedger()
  const push = { uuid: 'u', of: 'v', fileId: 'f' }
  cloud.pushes.begin('p', [push])
  clock.at += 1000
  cloud.pushes.begin('p', [push])
  cloud.pushes.settle('p', [{ uuid: 'u', status: 'applied' }])
  expect(cloud.pushes.list('p')).toEqual([{ ...push, pushedAt: clock.at - 1000, status: 'applied' }])
  expect(cloud.pushes.list('q')).toEqual([])
})

test('speeds and hashes are the last ones', async () => {
  const { cloud } = await temporaryLedger()
  expect(cloud.speeds.of('c')).toEqual({ up: null, down: null })
  for (const speed of [100, 250.5]) cloud.speeds.measured('c', 'up', speed)
  expect(cloud.speeds.of('c')).toEqual({ up: 250.5, down: null })
  const file = { name: 'a', size: 1, mtimeMs: 1.25, etag: 'e', sha256: 's' }
  cloud.hashes.update('/f', [file, { ...file, name: 'b' }], [])
  cloud.hashes.update('/f', [{ ...file, etag: 'g' }], ['b'])
  expect(cloud.hashes.list('/f')).toEqual([{ ...file, etag: 'g' }])
})

test('a sync without a connection waits, and no attempt of it is spent', async () => {
  const { jobs, leases, clock } = await temporaryLedger()
  const { id } = jobs.create(job)
  const plans = new Map([['sync' as const, ['compare']]])
  for (let round = 0; round < 5; round += 1) {
    const claim = leases.claim(plans, 60_000)
    const ended = leases.fail(claim!.lease, new AppError('cloud.unreachable', { host: 'h' }).data)
    expect(ended).toMatchObject({
      id,
      state: 'pending',
      attempts: 0,
      error: { code: 'cloud.unreachable' },
    })
    clock.at += 60_000
  }
  const last = leases.claim(plans, 60_000)
  expect(leases.fail(last!.lease, new AppError('cloud.expired', { host: 'h' }).data).state).toBe('failed')
  expect(jobs.retry(id)).toMatchObject({ state: 'queued', id })
})
