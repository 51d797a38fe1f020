import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { AppError } from '#worker/api/errors.ts'
import type { Log } from '#worker/steps/ports.ts'
import { closeAll, failureOf, open, pidOf } from '#test/worker/qgis/open.ts'
import { ends, processes, runs } from '#test/worker/qgis/processes.ts'

afterEach(closeAll)

/** What a call ends with, and what the next one of a fresh session answers. */
const deadly: [string, unknown, Partial<AppError['data']>][] = [
  ['segfault', {}, { code: 'qgis.crashed', params: { cause: 'SIGSEGV' }, retry: 'backoff' }],
  ['leave', { code: 3 }, { code: 'qgis.crashed', params: { cause: 'exit code 3' } }],
  ['leave', { code: 0 }, { code: 'qgis.crashed', params: { cause: 'exit code 0' } }],
  ['half_line', {}, { code: 'qgis.protocol' }],
  ['half_line_and_end', {}, { code: 'qgis.protocol' }],
  ['garbage_line', {}, { code: 'qgis.protocol', detail: 'password=*** is no JSON' }],
  ['endless_line', {}, { code: 'qgis.protocol' }],
]

test.each(deadly)(
  '%s %j is one failed call; the next runs in a fresh session',
  async (method, params, expected) => {
    const { ask, qgis } = open()
    const pid = await pidOf(ask)
    const error = await failureOf(ask(method, params))
    expect(error.data).toMatchObject(expected)
    expect(runs(pid)).toBe(false)
    expect(qgis.version()).toBeNull()
    expect(await ask('echo', 'after')).toBe('after')
    expect(await pidOf(ask)).not.toBe(pid)
  },
)

test('a session killed while it starts has crashed: another try may go well', async () => {
  const { ask, qgis, folder } = open()
  await qgis.find()
  const asked = failureOf(ask('echo', 'before'))
  const pid = await sessionOf(folder)
  process.kill(pid, 'SIGKILL')
  expect((await asked).data).toMatchObject({
    code: 'qgis.crashed',
    params: { cause: 'SIGKILL' },
    retry: 'backoff',
  })
  expect(await ask('echo', 'after')).toBe('after')
})

test('the last words of a crash are its detail, without secrets', async () => {
  const { ask } = open()
  const { data } = await failureOf(ask('segfault'))
  expect(data.detail).toContain('last words, token=***')
  expect(data.detail).toContain('Segmentation fault')
})

/** Errors that Python answers itself: the session lives on. */
const answered: [string, unknown, Partial<AppError['data']>][] = [
  ['memory', {}, { code: 'qgis.outOfMemory' }],
  [
    'failure',
    { code: 'features.empty' },
    { code: 'features.empty', params: { name: 'x', count: 2 }, detail: 'password=***' },
  ],
  [
    'failure',
    { code: 'no.such.code' },
    { code: 'qgis.failed', params: { name: 'x', count: 2, why: 'no.such.code' } },
  ],
  ['traceback', {}, { code: 'qgis.failed', params: { why: 'ValueError: Größe' } }],
  ['not_json', {}, { code: 'qgis.failed' }],
  ['no_such_method', {}, { code: 'qgis.failed' }],
]

test.each(answered)(
  '%s %j is an error with its code; the session goes on',
  async (method, params, expected) => {
    const { ask } = open()
    const pid = await pidOf(ask)
    expect((await failureOf(ask(method, params))).data).toMatchObject(expected)
    expect(await pidOf(ask)).toBe(pid)
  },
)

test('a lone surrogate in a result is no reason to fail', async () => {
  expect(await open().ask('surrogate')).toBe('a\udcffb')
})

test('cancel: a method that listens stops at once and keeps its session', async () => {
  const { ask } = open()
  const pid = await pidOf(ask)
  const stop = new AbortController()
  const work = ask(
    'count',
    { steps: 10_000, pause: 0.01 },
    { signal: stop.signal, onProgress: () => stop.abort() },
  )
  expect((await failureOf(work)).code).toBe('job.cancelled')
  expect(await pidOf(ask)).toBe(pid)
})

test('cancel: one that does not listen is ended with all its children', async () => {
  const { ask } = open()
  const pid = await pidOf(ask)
  const stop = new AbortController()
  let grandchild = 0
  const onLog: Log = (_level, message) => {
    grandchild = Number(message)
    stop.abort()
  }
  expect((await failureOf(ask('hang', {}, { signal: stop.signal, onLog }))).code).toBe('job.cancelled')
  expect(grandchild).toBeGreaterThan(0)
  expect(runs(pid)).toBe(false)
  expect(await ends(grandchild)).toBe(true)
  expect(processes().filter(({ parent, state }) => parent === process.pid && state === 'Z')).toEqual([])
  expect(await ask('echo', 'after')).toBe('after')
})

test('cancel: a call that waits for its turn is answered at once and never runs', async () => {
  const { ask } = open()
  const stop = new AbortController()
  const first = ask('count', { steps: 20, pause: 0.05 })
  const waiting = ask('leave', { code: 1 }, { signal: stop.signal })
  stop.abort()
  let firstDone = false
  void first.then(() => (firstDone = true))
  expect((await failureOf(waiting)).code).toBe('job.cancelled')
  expect(firstDone).toBe(false)
  expect(await first).toBe(20)
})

test('a call beyond the time limit is ended', async () => {
  const { ask } = open({ timeLimit: 1 })
  const pid = await pidOf(ask)
  expect((await failureOf(ask('hang'))).data).toMatchObject({ code: 'qgis.timeout', params: { seconds: 1 } })
  expect(runs(pid)).toBe(false)
  expect(await ask('echo', 'after')).toBe('after')
})

test('a session that hangs after its result is replaced, and nobody notices', async () => {
  const { ask } = open()
  const pid = await pidOf(ask)
  expect(await ask('hang_after_result')).toBe('done')
  expect(await ask('echo', 'after')).toBe('after')
  expect(runs(pid)).toBe(false)
})

test('a session that dies between two calls is replaced, and nobody notices', async () => {
  const { ask } = open()
  const pid = await pidOf(ask)
  process.kill(pid, 'SIGKILL')
  expect(await ask('echo', 'after')).toBe('after')
})

test('what a crashed session started is ended with it', async () => {
  const { ask } = open()
  let grandchild = 0
  const onLog: Log = (_level, message) => (grandchild = Number(message))
  expect((await failureOf(ask('crash_with_child', {}, { onLog }))).data.params).toEqual({ cause: 'SIGKILL' })
  expect(grandchild).toBeGreaterThan(0)
  expect(await ends(grandchild)).toBe(true)
})

test('stop interrupts what runs and what waits, and leaves nothing', async () => {
  const { ask, qgis, folder } = open()
  const pid = await pidOf(ask)
  const running = failureOf(ask('count', { steps: 10_000, pause: 0.01 }))
  const waiting = failureOf(ask('echo', 1))
  await qgis.stop()
  expect((await running).code).toBe('job.interrupted')
  expect((await waiting).code).toBe('job.interrupted')
  expect((await failureOf(ask('echo', 1))).code).toBe('job.interrupted')
  expect(runs(pid)).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

/** The process of the session that starts, as soon as there is one. */
async function sessionOf(folder: string): Promise<number> {
  const find = (): number | undefined =>
    globSync(join(folder, 'session-*', 'session.json'))
      .map(
        (file) =>
          (JSON.parse(readFileSync(file, 'utf8')) as { session: { pid: number } | null }).session?.pid,
      )
      .find((pid) => pid !== undefined)
  await expect.poll(find, { interval: 5, timeout: 10_000 }).toBeDefined()
  return find() ?? 0
}
