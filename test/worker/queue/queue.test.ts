import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import type { Emit, EventName } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import { createQueue, type QueueOptions } from '#worker/queue/queue.ts'
import type { Runner } from '#worker/queue/run.ts'
import { newJob, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

const steps = [
  { id: 'compile', weight: 1 },
  { id: 'build', weight: 3 },
]

/** Rejects when it is told to stop, as a QGIS session does. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('job.cancelled')))
  })

/** A queue over a real ledger, whose events are kept. */
async function queueOf(run: Runner, options: Partial<QueueOptions> = {}) {
  const ledger = await temporaryLedger()
  const events: { name: EventName; payload: unknown }[] = []
  const errors: unknown[] = []
  const emit: Emit = (name, payload) => void events.push({ name, payload })
  const queue = createQueue({
    ledger,
    plans: { generate: { steps, run } },
    emit,
    now: ledger.clock.now,
    onError: (thrown) => errors.push(thrown),
    ...options,
    timing: { poll: 20, report: 0, settleAgain: 10, grace: 30, ...options.timing },
  })
  onTestFinished(() => queue.stop({ drainMs: 0 }))
  const reach = (id: string, state: Job['state']) =>
    expect.poll(() => ledger.jobs.get(id).state, { interval: 2, timeout: 5_000 }).toBe(state)
  const changes = (id: string) =>
    events
      .filter(({ name }) => name === 'job.changed')
      .map(({ payload }) => payload as Job)
      .filter((job) => job.id === id)
  return { ...ledger, queue, events, errors, reach, changes }
}

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

describe('cancel', () => {
  test('aborts the work, and the job is stopped once it answers', async () => {
    const begun = Promise.withResolvers<void>()
    const { jobs, queue, reach, changes } = await queueOf(({ signal }) => {
      begun.resolve()
      return untilAborted(signal)
    })
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await begun.promise
    expect(queue.cancel(id)).toMatchObject({ state: 'started', cancelRequested: true })
    await reach(id, 'stopped')
    expect(jobs.get(id)).toMatchObject({ error: { code: 'job.cancelled' } })
    expect(changes(id).at(-1)?.state).toBe('stopped')
  })

  test('works from inside the first event about the job, whose work then never begins', async () => {
    let runs = 0
    const stopped = Promise.withResolvers<string>()
    const { jobs, queue } = await queueOf(async () => (runs += 1), {
      emit: (name, payload) => {
        if (name !== 'job.changed' || !('state' in payload)) return
        if (payload.state === 'started' && !payload.cancelRequested) queue.cancel(payload.id)
        if (payload.state === 'stopped') stopped.resolve(payload.id)
      },
    })
    const { id } = jobs.create(newJob('a'))
    queue.start()
    expect(await stopped.promise).toBe(id)
    expect(runs).toBe(0)
  })

  test('that comes after the work was done does not undo it', async () => {
    const begun = Promise.withResolvers<void>()
    const { jobs, queue, reach } = await queueOf(async ({ signal }) => {
      begun.resolve()
      await untilAborted(signal).catch(() => {})
      return 'done anyway'
    })
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await begun.promise
    queue.cancel(id)
    await reach(id, 'finished')
    expect(jobs.get(id)).toMatchObject({ result: 'done anyway', cancelRequested: false })
  })
})

describe('stop', () => {
  test('waits for work that ends in time, and claims no more', async () => {
    const { jobs, queue, clock } = await queueOf(() => sleep(30))
    const first = jobs.create(newJob('a'))
    const second = jobs.create(newJob('b'))
    queue.start()
    await queue.stop({ drainMs: 5_000 })
    clock.at += 1
    queue.wake()
    expect([first, second].map(({ id }) => jobs.get(id).state)).toEqual(['finished', 'queued'])
  })

  test('hands back work that does not, without counting the attempt', async () => {
    const { jobs, queue, store } = await queueOf(({ signal }) => untilAborted(signal))
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await queue.stop({ drainMs: 5 })
    expect(jobs.get(id)).toMatchObject({ state: 'queued', attempts: 0, error: null })
    expect(store.all('SELECT outcome FROM attempts')).toEqual([{ outcome: 'handedBack' }])
  })

  test('hands back work that does not even answer, whose late words count for nothing', async () => {
    const late = Promise.withResolvers<string>()
    const { jobs, queue, errors } = await queueOf(() => late.promise)
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await queue.stop({ drainMs: 5 })
    const before = jobs.get(id)
    expect(before).toMatchObject({ state: 'queued', attempts: 0 })
    late.resolve('too late')
    await sleep(20)
    expect(jobs.get(id)).toEqual(before)
    expect(errors).toEqual([])
  })

  test('stops a job for good whose cancel nobody had answered', async () => {
    const begun = Promise.withResolvers<void>()
    const { jobs, queue } = await queueOf(() => {
      begun.resolve()
      return new Promise(() => {})
    })
    const { id } = jobs.create(newJob('a'))
    queue.start()
    await begun.promise
    queue.cancel(id)
    await queue.stop({ drainMs: 5 })
    expect(jobs.get(id).state).toBe('stopped')
  })

  test('leaves nothing that keeps the process alive', () => {
    const file = new URL('./stopping.ts', import.meta.url).pathname
    const { status, stdout } = spawnSync(process.execPath, [file, temporaryFolder()], {
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'queued\n' })
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
