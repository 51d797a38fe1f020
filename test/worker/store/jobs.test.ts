import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import { Job, type JobType } from '#worker/api/jobs.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('a new job stands in the ledger with its inputs, as the contract has it', async () => {
  const { jobs, blobs, files } = await temporaryLedger()
  const form = await blobs.putBytes(bytes('form'))
  const job = jobs.create({ ...newJob('Wells'), files: [{ name: 'form.xlsx', ...form }] })
  expect(Job.parse(job)).toEqual(job)
  expect(job).toMatchObject({ state: 'queued', attempts: 0, maxAttempts: 2, request: { title: 'Wells' } })
  expect(jobs.get(job.id)).toEqual(job)
  expect(files.list(job.id, 'input')).toEqual([{ name: 'form.xlsx', ...form }])
  expect(files.list(job.id, 'output')).toEqual([])
})

test('a job whose input is gone is not accepted, nor any part of it', async () => {
  const { jobs, blobs } = await temporaryLedger()
  const form = await blobs.putBytes(bytes('form'))
  blobs.remove([form.sha256])
  expect(() => jobs.create({ ...newJob('Wells'), files: [{ name: 'form.xlsx', ...form }] })).toThrow(
    expect.objectContaining({ code: 'input.missing' }),
  )
  expect(jobs.list()).toEqual([])
})

test('the list has the newest first, by acceptance and not by the clock', async () => {
  const { jobs, clock } = await temporaryLedger()
  for (const title of ['a', 'b', 'c']) {
    jobs.create(newJob(title))
    clock.at -= 86_400_000
  }
  expect(jobs.list().map((job) => job.title)).toEqual(['c', 'b', 'a'])
  expect(jobs.list(2).map((job) => job.title)).toEqual(['c', 'b'])
})

test('a job that nobody has is an error of its own', async () => {
  const { jobs } = await temporaryLedger()
  for (const action of [jobs.get, jobs.retry, jobs.requestCancel, jobs.discard]) {
    expect(() => action('none')).toThrow(expect.objectContaining({ code: 'job.notFound' }))
  }
})

describe('cancel', () => {
  test('stops a queued job at once', async () => {
    const { jobs, leases } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    expect(jobs.requestCancel(id)).toMatchObject({ state: 'stopped', error: { code: 'job.cancelled' } })
    expect(leases.claim(generatePlan, 1_000)).toBeNull()
  })

  test('marks a running one, whose failure then is a stop', async () => {
    const { jobs, leases } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    const claim = leases.claim(generatePlan, 1_000)
    expect(jobs.requestCancel(id)).toMatchObject({ state: 'started', cancelRequested: true })
    const stopped = leases.fail(claim!.lease, { code: 'qgis.crashed', params: {}, retry: 'backoff' })
    expect(stopped).toMatchObject({
      state: 'stopped',
      cancelRequested: false,
      error: { code: 'job.cancelled' },
    })
  })

  test('refuses a job that is over', async () => {
    const { jobs } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    jobs.requestCancel(id)
    expect(() => jobs.requestCancel(id)).toThrow(expect.objectContaining({ code: 'job.wrongState' }))
  })
})

test('retry queues a stopped job again with its inputs and all its attempts', async () => {
  const { jobs, blobs, files, leases } = await temporaryLedger()
  const form = await blobs.putBytes(bytes('form'))
  const { id } = jobs.create({ ...newJob('a'), files: [{ name: 'form.xlsx', ...form }] })
  expect(() => jobs.retry(id)).toThrow(expect.objectContaining({ code: 'job.wrongState' }))
  const claim = leases.claim(generatePlan, 1_000)
  leases.fail(claim!.lease, { code: 'input.missing', params: {}, retry: 'user' })
  expect(jobs.retry(id)).toMatchObject({ state: 'queued', attempts: 0, error: null, finishedAt: null })
  expect(files.list(id, 'input')).toHaveLength(1)
  expect(leases.claim(generatePlan, 1_000)?.lease.attempt).toBe(2)
})

describe('discard', () => {
  test('takes the row, the log and the blobs that nobody else has', async () => {
    const { jobs, blobs, logs, leases } = await temporaryLedger()
    const shared = await blobs.putBytes(bytes('shared'))
    const own = await blobs.putBytes(bytes('own'))
    const made = await blobs.putBytes(bytes('made'))
    const first = jobs.create({
      ...newJob('a'),
      files: [shared, own].map((blob, i) => ({ name: `${i}`, ...blob })),
    })
    const second = jobs.create({ ...newJob('b'), files: [{ name: 'form', ...shared }] })
    const { lease } = leases.claim(generatePlan, 1_000)!
    leases.report(lease, { progress: 0, steps: [], lines: [{ at: 0, level: 'info', message: 'hello' }] })
    leases.keep(
      lease,
      [
        { name: 'project.qgz', ...made },
        { name: 'copy-of-input', ...own },
      ],
      {},
    )
    leases.finish(lease, {})

    jobs.discard(first.id)
    expect(jobs.list().map((job) => job.id)).toEqual([second.id])
    expect(logs.list(first.id)).toEqual([])
    expect([shared, own, made].map((blob) => blobs.has(blob.sha256))).toEqual([true, false, false])
    jobs.discard(second.id)
    expect(existsSync(blobs.pathOf(shared.sha256))).toBe(false)
  })

  test('refuses a running job', async () => {
    const { jobs, leases } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    leases.claim(generatePlan, 1_000)
    expect(() => jobs.discard(id)).toThrow(expect.objectContaining({ code: 'job.wrongState' }))
  })
})

test('a failed job is asked for once more with other inputs; those that nobody needs any more go', async () => {
  const { jobs, leases, files, blobs } = await temporaryLedger()
  const [kept, old, fresh] = [
    await blobs.putBytes(Buffer.from('kept')),
    await blobs.putBytes(Buffer.from('old')),
    await blobs.putBytes(Buffer.from('fresh')),
  ]
  const job = jobs.create({
    ...newJob('before'),
    files: [
      { name: 'form/f.xlsx', ...kept },
      { name: 'tasks/t.geojson', ...old },
    ],
  })
  leases.fail(leases.claim(generatePlan, 60_000)!.lease, new AppError('qgis.failed').data)
  const wanted = [
    { name: 'form/f.xlsx', ...kept },
    { name: 'features/f.geojson', ...fresh },
  ]
  expect(jobs.renew(job.id, { title: 'after', request: { title: 'after' }, files: wanted })).toMatchObject({
    state: 'queued',
    title: 'after',
    request: { title: 'after' },
    error: null,
  })
  expect(files.list(job.id, 'input')).toEqual(expect.arrayContaining(wanted))
  expect(files.list(job.id, 'input')).toHaveLength(2)
  expect([kept, old, fresh].map(({ sha256 }) => blobs.has(sha256))).toEqual([true, false, true])
})

test('jobs that wait for a connection are hurried, and no others', async () => {
  const { jobs, leases, clock } = await temporaryLedger()
  const plans = new Map<JobType, string[]>([
    ['sync', ['compare']],
    ['generate', ['read']],
  ])
  const wait = (type: JobType, code: ErrorCode) => {
    const { id } = jobs.create({ ...newJob(code), type, maxAttempts: 9 })
    const claim = leases.claim(plans, 1_000)
    leases.fail(claim!.lease, new AppError(code, { seconds: 200 }).data)
    return id
  }
  const [away, portal] = [wait('sync', 'cloud.unreachable'), wait('sync', 'cloud.portal')]
  const others = [wait('sync', 'cloud.busy'), wait('generate', 'qgis.crashed')]
  const until = others.map((id) => jobs.get(id).nextAttemptAt)
  expect([away, portal, ...others].map((id) => jobs.get(id).state)).toEqual(Array(4).fill('pending'))
  clock.at += 1
  expect(
    jobs
      .hurry()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([away, portal].sort())
  expect(others.map((id) => jobs.get(id).nextAttemptAt)).toEqual(until)
  expect(leases.claim(new Map([['sync', ['compare']]]), 1_000)?.job.id).toBe(away)
})
