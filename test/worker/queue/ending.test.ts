import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { queueOf, untilAborted } from '#test/worker/queue/temporary.ts'
import { newJob, temporaryFolder } from '#test/worker/store/temporary.ts'

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
