import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { queueOf, untilAborted } from '#test/worker/queue/temporary.ts'
import { newJob } from '#test/worker/store/temporary.ts'

test('a job runs to its end, and tells its steps, progress and log on the way', async () => {
  const { jobs, queue, logs, reach, changes, events, errors } = await queueOf(
    async ({ job, attempt, report }) => {
      report.step('compile')
      report.log('info', `${job.title}, attempt ${attempt}`)
      report.step('build')
      report.progress(0.5)
      return { folder: '/out' }
    },
  )
  const { id } = jobs.create(newJob('Wells'))
  queue.start()
  await reach(id, 'finished')
  expect(jobs.get(id)).toMatchObject({
    result: { folder: '/out' },
    progress: 1,
    attempts: 1,
    steps: [
      { id: 'compile', state: 'done', ms: expect.any(Number) },
      { id: 'build', state: 'done', ms: expect.any(Number) },
    ],
  })
  const told = changes(id).map((job) => job.progress)
  expect(told).toEqual([0, 0, 0, 0.25, 0.625, 1, 1])
  expect(changes(id).at(-1)).toEqual(jobs.get(id))
  expect(logs.list(id).map((line) => line.message)).toEqual(['Wells, attempt 1'])
  expect(events.filter(({ name }) => name === 'job.logged').map(({ payload }) => payload)).toEqual(
    logs.list(id),
  )
  expect(errors).toEqual([])
})

test('progress is written at most once per period, the last word always', async () => {
  const { jobs, queue, reach, changes, logs } = await queueOf(
    async ({ report }) => {
      report.step('build')
      for (let i = 0; i < 1_000; i += 1) {
        report.progress(i / 1_000)
        report.log('debug', `${i}`)
      }
    },
    { timing: { report: 60_000 } },
  )
  const { id } = jobs.create(newJob('a'))
  queue.start()
  await reach(id, 'finished')
  // Claimed, the first report, the last report, finished.
  expect(changes(id)).toHaveLength(4)
  expect(logs.list(id)).toHaveLength(1_000)
})

test('jobs run one after the other unless told otherwise', async () => {
  for (const concurrency of [1, 3]) {
    let now = 0
    let most = 0
    const { jobs, queue, reach } = await queueOf(
      async () => {
        now += 1
        most = Math.max(most, now)
        await sleep(5)
        now -= 1
      },
      { concurrency },
    )
    const ids = Array.from({ length: 6 }, (_, i) => jobs.create(newJob(`${i}`)).id)
    queue.start()
    for (const id of ids) await reach(id, 'finished')
    expect(most).toBe(concurrency)
  }
})

test('a job that waits in a lane of its own holds up nobody else', async () => {
  const steps = [{ id: 'compile', weight: 1 }]
  const { jobs, queue, reach } = await queueOf(async () => null, {
    plans: {
      generate: { steps, run: async () => null },
      sync: { lane: 'cloud', steps, run: ({ signal }) => untilAborted(signal) },
    },
  })
  const waiting = ['a', 'b'].map((title) => jobs.create({ ...newJob(title), type: 'sync' }).id)
  const { id } = jobs.create(newJob('Wells'))
  queue.start()
  await reach(id, 'finished')
  await reach(waiting[0]!, 'started')
  expect(jobs.get(waiting[1]!).state).toBe('queued')
  expect(queue.free()).toBe(1)
  queue.cancel(waiting[0]!)
  await reach(waiting[0]!, 'stopped')
  await reach(waiting[1]!, 'started')
})

test('wake claims at once a job that came later', async () => {
  const { jobs, queue, reach } = await queueOf(async () => null, { timing: { poll: 60_000 } })
  queue.start()
  const { id } = jobs.create(newJob('a'))
  queue.wake()
  await reach(id, 'finished')
  expect(jobs.get(id).attempts).toBe(1)
})

describe('errors', () => {
  test('that time may heal are tried again when their time has come, by the ledger’s clock', async () => {
    let runs = 0
    const { jobs, queue, reach, clock } = await queueOf(async ({ attempt }) => {
      runs += 1
      if (attempt === 1) throw new AppError('qgis.crashed')
      return 'second time'
    })
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await reach(id, 'pending')
    await sleep(60)
    expect(runs).toBe(1)
    clock.at += 60_000
    await reach(id, 'finished')
    expect(jobs.get(id)).toMatchObject({ attempts: 2, result: 'second time', error: null })
  })

  test('that nobody expected are internal, final, and in the log with their stack', async () => {
    const { jobs, queue, reach, logs } = await queueOf(async ({ report }) => {
      report.step('compile')
      throw new TypeError('x is not a function')
    })
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await reach(id, 'failed')
    expect(jobs.get(id)).toMatchObject({
      error: { code: 'internal', retry: 'never' },
      steps: [{ state: 'failed' }, { state: 'waiting' }],
    })
    expect(logs.list(id)).toMatchObject([
      { level: 'error', message: expect.stringContaining('queue.test.ts') },
    ])
  })

  test('a result that is no JSON fails the job instead of hanging it', async () => {
    const { jobs, queue, reach } = await queueOf(async () => ({ size: 10n }))
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await reach(id, 'failed')
    expect(jobs.get(id).error).toMatchObject({ code: 'internal', detail: expect.stringContaining('BigInt') })
  })

  test('a step that was not announced fails the job', async () => {
    const { jobs, queue, reach } = await queueOf(async ({ report }) => report.step('upload'))
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await reach(id, 'failed')
    expect(jobs.get(id).error).toMatchObject({ code: 'internal', detail: expect.stringContaining('upload') })
  })
})

test('start takes up what a dead worker left, and says so', async () => {
  const { jobs, leases, queue, reach, changes } = await queueOf(async () => 'again')
  const { id } = jobs.create(newJob('a'))
  leases.claim(new Map([['generate', []]]), 60_000)
  queue.start()
  await reach(id, 'finished')
  expect(changes(id)[0]).toMatchObject({ state: 'queued', error: { code: 'job.interrupted' } })
  expect(jobs.get(id)).toMatchObject({ attempts: 2, result: 'again' })
})

test('a run that lost its lease is aborted, and its outcome dropped', async () => {
  const reason = Promise.withResolvers<unknown>()
  const { jobs, queue, store, reach } = await queueOf(
    async ({ signal }) => {
      await untilAborted(signal).catch(() => {})
      reason.resolve(signal.reason)
      return 'mine'
    },
    { timing: { lease: 30 } },
  )
  const { id } = jobs.create(newJob('a'))
  queue.start()
  store.run("UPDATE jobs SET lease_token = 'somebody else'")
  expect(await reason.promise).toMatchObject({ code: 'job.leaseLost' })
  await sleep(10)
  await reach(id, 'started')
  expect(jobs.get(id).result).toBeNull()
})

test('a job that waits while another runs does not spin the queue', async () => {
  const release = Promise.withResolvers<void>()
  const { jobs, leases, queue, clock, reach } = await queueOf(() => release.promise, {
    timing: { poll: 60_000 },
  })
  const waiting = jobs.create(newJob('a'))
  leases.fail(leases.claim(new Map([['generate', []]]), 1_000)!.lease, new AppError('qgis.crashed').data)
  const running = jobs.create(newJob('b'))
  queue.start()
  await reach(running.id, 'started')
  clock.at += 60_000
  const looks = vi.spyOn(leases, 'nextDue')
  queue.wake()
  await sleep(50)
  expect(looks.mock.calls.length).toBeLessThanOrEqual(1)
  release.resolve()
  await reach(waiting.id, 'finished')
})

test('how many more jobs could start now', async () => {
  const { jobs, queue, reach } = await queueOf(({ signal }) => untilAborted(signal), {
    concurrency: 3,
  })
  expect(queue.free()).toBe(0)
  queue.start()
  expect(queue.free()).toBe(3)
  const { id } = jobs.create(newJob('a'))
  expect(queue.free()).toBe(2)
  queue.wake()
  expect(queue.free()).toBe(2)
  queue.cancel(id, 'mirror.leaseLost')
  await reach(id, 'stopped')
  expect(jobs.get(id).error).toMatchObject({ code: 'mirror.leaseLost' })
})
