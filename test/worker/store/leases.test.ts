import { describe, expect, test } from 'vitest'
import { AppError, type AppErrorData } from '#worker/api/errors.ts'
import { longestDelay } from '#worker/domain/job/retry.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const crash: AppErrorData = { code: 'qgis.crashed', params: {}, retry: 'backoff' }
const noForm: AppErrorData = { code: 'form.noSurvey', params: {}, retry: 'user' }
const day = 86_400_000

const lost = expect.objectContaining({ code: 'job.leaseLost' })

test('a claim takes the job that was accepted first, once, with its steps', async () => {
  const { jobs, leases } = await temporaryLedger()
  const first = jobs.create(newJob('a'))
  const second = jobs.create(newJob('b'))
  const claims = [1, 2, 3].map(() => leases.claim(generatePlan, 1_000))
  expect(claims.map((claim) => claim?.job.id ?? null)).toEqual([first.id, second.id, null])
  expect(claims[0]?.job).toMatchObject({
    state: 'started',
    attempts: 1,
    progress: 0,
    steps: [
      { id: 'compile', state: 'waiting' },
      { id: 'build', state: 'waiting' },
    ],
  })
})

test('a type that nobody runs stays queued and holds up no other', async () => {
  const { jobs, leases } = await temporaryLedger()
  const drone = jobs.create({ ...newJob('a'), type: 'drone' })
  const generate = jobs.create(newJob('b'))
  expect(leases.claim(generatePlan, 1_000)?.job.id).toBe(generate.id)
  expect(leases.claim(generatePlan, 1_000)).toBeNull()
  expect(jobs.get(drone.id).state).toBe('queued')
})

test('no write passes with a stale lease, and none changes the job', async () => {
  const { jobs, leases, blobs, store } = await temporaryLedger()
  const { id } = jobs.create(newJob('a'))
  const { lease: stale } = leases.claim(generatePlan, 1_000)!
  leases.handBack(stale)
  const { lease } = leases.claim(generatePlan, 1_000)!
  const file = { name: 'project.qgz', ...(await blobs.putBytes(new Uint8Array(3))) }
  const before = store.all('SELECT * FROM jobs, attempts')
  expect(() => leases.heartbeat(stale, 1_000)).toThrow(lost)
  expect(() => leases.report(stale, { progress: 1, steps: [], lines: [] })).toThrow(lost)
  expect(() => leases.keep(stale, [file], {})).toThrow(lost)
  expect(() => leases.finish(stale, {})).toThrow(lost)
  expect(() => leases.fail(stale, crash)).toThrow(lost)
  expect(() => leases.handBack(stale)).toThrow(lost)
  expect(store.all('SELECT * FROM jobs, attempts')).toEqual(before)
  expect(leases.finish(lease, { folder: '/out' })).toMatchObject({
    id,
    state: 'finished',
    progress: 1,
    result: { folder: '/out' },
  })
  expect(() => leases.finish(lease, {})).toThrow(lost)
})

test('a heartbeat moves the expiry, and an expired lease that nobody took still writes', async () => {
  const { jobs, leases, store, clock } = await temporaryLedger()
  jobs.create(newJob('a'))
  const { lease } = leases.claim(generatePlan, 1_000)!
  clock.at += day
  expect(leases.claim(generatePlan, 1_000)).toBeNull()
  leases.heartbeat(lease, 1_000)
  expect(store.get('SELECT lease_expires_at AS at FROM jobs')).toEqual({ at: clock.at + 1_000 })
  expect(leases.finish(lease, null).state).toBe('finished')
})

describe('a failure', () => {
  test('that time may heal waits its turn in the ledger, then fails for good', async () => {
    const { jobs, leases, clock } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    const waiting = leases.fail(leases.claim(generatePlan, 1_000)!.lease, crash)
    expect(waiting).toMatchObject({ state: 'pending', attempts: 1, error: crash })
    expect(waiting.nextAttemptAt).toBe(new Date(clock.at + 1_000).toISOString())
    expect(leases.nextDue(['generate'])).toBe(clock.at + 1_000)
    clock.at += 999
    expect(leases.claim(generatePlan, 1_000)).toBeNull()
    clock.at += 1
    const again = leases.claim(generatePlan, 1_000)
    expect(again?.job).toMatchObject({ id, attempts: 2, error: null, nextAttemptAt: null })
    expect(leases.fail(again!.lease, crash)).toMatchObject({ state: 'failed', attempts: 2, error: crash })
    expect(leases.nextDue(['generate'])).toBeNull()
  })

  test('that a person has to mend is final', async () => {
    const { jobs, leases } = await temporaryLedger()
    jobs.create(newJob('a'))
    expect(leases.fail(leases.claim(generatePlan, 1_000)!.lease, noForm).state).toBe('failed')
  })

  test('does not wait for ever when the clock is set back meanwhile', async () => {
    const { jobs, leases, clock } = await temporaryLedger()
    jobs.create(newJob('a'))
    leases.fail(leases.claim(generatePlan, 1_000)!.lease, crash)
    clock.at -= day
    expect(clock.at + day).toBeGreaterThan(clock.at + longestDelay)
    expect(leases.claim(generatePlan, 1_000)?.job.attempts).toBe(2)
  })
})

test('a job handed back runs again, the attempt not counted and its steps waiting', async () => {
  const { jobs, leases } = await temporaryLedger()
  const { id } = jobs.create({ ...newJob('a'), maxAttempts: 1 })
  const { lease } = leases.claim(generatePlan, 1_000)!
  leases.report(lease, { progress: 0.5, steps: [{ id: 'compile', state: 'running', ms: null }], lines: [] })
  expect(leases.handBack(lease)).toMatchObject({
    state: 'queued',
    attempts: 0,
    progress: null,
    steps: [{ id: 'compile', state: 'waiting', ms: null }],
  })
  expect(leases.claim(generatePlan, 1_000)).toMatchObject({ job: { id, attempts: 1 }, lease: { attempt: 2 } })
})

test('what an attempt kept is found by the next, and replaced by what that one keeps', async () => {
  const { jobs, leases, blobs, files } = await temporaryLedger()
  const { id } = jobs.create(newJob('a'))
  const { lease } = leases.claim(generatePlan, 1_000)!
  leases.keep(lease, [{ name: 'a.gpkg', ...(await blobs.putBytes(new Uint8Array(3))) }], { folder: '/out' })
  leases.handBack(lease)
  const again = leases.claim(generatePlan, 1_000)!
  expect(again.job.result).toEqual({ folder: '/out' })
  expect(files.list(id, 'output').map((file) => file.name)).toEqual(['a.gpkg'])
  leases.keep(again.lease, [{ name: 'b.gpkg', ...(await blobs.putBytes(new Uint8Array(4))) }], {})
  expect(files.list(id, 'output').map((file) => file.name)).toEqual(['b.gpkg'])
})

describe('what a dead worker left running', () => {
  test('is queued at once, and fails once its attempts are spent', async () => {
    const { jobs, leases, logs, store } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    leases.claim(generatePlan, 60_000)
    expect(leases.recover()).toMatchObject([
      { id, state: 'queued', attempts: 1, error: { code: 'job.interrupted' } },
    ])
    const { lease } = leases.claim(generatePlan, 60_000)!
    leases.report(lease, { progress: 0.5, steps: [{ id: 'compile', state: 'running', ms: null }], lines: [] })
    expect(leases.recover()).toMatchObject([
      { id, state: 'failed', error: { code: 'job.interrupted' }, steps: [{ state: 'failed' }] },
    ])
    expect(leases.recover()).toEqual([])
    expect(logs.list(id).map((line) => [line.attempt, line.level])).toEqual([
      [1, 'warning'],
      [2, 'warning'],
    ])
    expect(store.all('SELECT number, outcome, error FROM attempts')).toEqual([
      { number: 1, outcome: 'interrupted', error: expect.stringContaining('job.interrupted') },
      { number: 2, outcome: 'interrupted', error: expect.stringContaining('job.interrupted') },
    ])
  })

  test('is stopped when somebody had asked for it', async () => {
    const { jobs, leases } = await temporaryLedger()
    const { id } = jobs.create(newJob('a'))
    leases.claim(generatePlan, 60_000)
    jobs.requestCancel(id)
    expect(leases.recover()).toMatchObject([{ id, state: 'stopped', cancelRequested: false }])
  })
})

test('a job that another computer took over says so, and a retry forgets it', async () => {
  const { jobs, leases } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  const { lease } = leases.claim(generatePlan, 60_000)!
  jobs.requestCancel(job.id, 'mirror.leaseLost')
  expect(leases.fail(lease, new AppError('job.cancelled').data)).toMatchObject({
    state: 'stopped',
    error: { code: 'mirror.leaseLost' },
  })
  jobs.retry(job.id)
  const again = leases.claim(generatePlan, 60_000)!
  jobs.requestCancel(job.id)
  expect(leases.handBack(again.lease).error).toMatchObject({ code: 'job.cancelled' })
})
