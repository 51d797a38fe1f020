import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { Hello } from '#worker/domain/qgis/protocol.ts'
import { createQgis, type Qgis } from '#worker/qgis/keeper.ts'
import type { Log } from '#worker/steps/ports.ts'
import { ends, processes, runs } from '#test/worker/qgis/processes.ts'

const methods = resolve('test/worker/qgis/methods.py')
const folders: string[] = []
const started: Qgis[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((qgis) => qgis.stop()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

interface Options {
  timeLimit?: number
  folder?: string
  resourcesDir?: string
  log?: Log
  python?: string
}

function start({
  timeLimit = 60,
  folder = temporary(),
  resourcesDir = resolve('resources'),
  log,
  python,
}: Options = {}) {
  const qgis = createQgis({
    settings: () => ({ qgisPython: python ?? '/usr/bin/python3', qgisTimeLimit: timeLimit }),
    resourcesDir,
    stateDir: folder,
    log: log ?? (() => undefined),
    methods,
  })
  started.push(qgis)
  // The methods of the test are not those of the contract.
  const ask = qgis.ask as unknown as (
    method: string,
    params: unknown,
    options: Parameters<Qgis['ask']>[2],
  ) => Promise<unknown>
  return {
    qgis,
    folder,
    ask: (method: string, params: unknown = {}, options: Partial<Parameters<Qgis['ask']>[2]> = {}) =>
      ask(method, params, { signal: new AbortController().signal, ...options }),
  }
}

function temporary(name = 'fieldpack-'): string {
  const folder = mkdtempSync(join(tmpdir(), name))
  folders.push(folder)
  return folder
}

const print: Log = (_level, message) => process.stdout.write(`${message}\n`)

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(outcome instanceof AppError)) throw new Error('expected an AppError', { cause: outcome })
  return outcome
}

async function pidOf(ask: (method: string) => Promise<unknown>): Promise<number> {
  return ((await ask('about')) as { pid: number }).pid
}

test('says hello, answers in one process, and in a second one when the first is gone', async () => {
  const { qgis, ask, folder } = start({ log: print })
  expect(qgis.version()).toBeNull()
  await qgis.warm()
  expect(Hello.parse(qgis.version())).toMatchObject({ prefix: '/usr' })
  expect(qgis.version()?.drivers).toContain('GPKG')
  expect(await ask('echo', { word: 'Łódź ☀', list: [1, null] })).toEqual({ word: 'Łódź ☀', list: [1, null] })
  const pid = await pidOf(ask)
  expect(await pidOf(ask)).toBe(pid)
  process.kill(pid, 'SIGKILL')
  await ends(pid)
  expect(await pidOf(ask)).not.toBe(pid)
  await qgis.stop()
  expect(readdirSync(folder)).toEqual([])
})

test('calls run first come first served, in one process', async () => {
  const { ask } = start()
  const order: number[] = []
  await Promise.all(
    [3, 1, 2].map(async (steps) => {
      await ask('count', { steps, pause: 0.05 })
      order.push(steps)
    }),
  )
  expect(order).toEqual([3, 1, 2])
})

test('progress comes at most ten times a second, between 0 and 1', async () => {
  const { ask } = start()
  const seen: number[] = []
  const begun = performance.now()
  await ask('count', { steps: 2000, pause: 0.0005 }, { onProgress: (value) => seen.push(value) })
  const tenths = (performance.now() - begun) / 100
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.length).toBeLessThanOrEqual(tenths + 2)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

test("the method's and QGIS' own log arrive with their level and without passwords", async () => {
  const { ask } = start()
  const lines: [string, string][] = []
  await ask('log', {}, { onLog: (level, message) => lines.push([level, message]) })
  expect(lines).toEqual([
    ['info', 'postgres://me:***@db/field'],
    ['warning', 'Provider: odd'],
    ['error', 'Provider: bad'],
  ])
})

test('nothing that is printed breaks a line, and no child reads the requests away', async () => {
  const { ask } = start()
  expect(await ask('print_noise')).toBe('clean')
  expect(await ask('child_reads_stdin')).toBe('')
  expect(await ask('echo', 1)).toBe(1)
})

test('300 MB on stderr keep nothing waiting and stay out of memory', async () => {
  const { ask } = start()
  await ask('echo', 1)
  const before = process.memoryUsage.rss()
  expect(await ask('big_stderr', { kib: 300 * 1024 })).toBe(300 * 1024)
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
})

test('a result of 30 MB passes', async () => {
  const { ask } = start()
  expect(((await ask('large', { size: 30_000_000 })) as string).length).toBe(30_000_000)
})

test('QGIS sees its own profile, UTC, and none of the secrets in our environment', async () => {
  process.env['FTM_DB_PASSWORD'] = 'geheim'
  process.env['PGPASSWORD'] = 'geheim'
  const { ask, folder } = start()
  const { env } = (await ask('about')) as { env: Record<string, string> }
  delete process.env['FTM_DB_PASSWORD']
  delete process.env['PGPASSWORD']
  expect(env).toMatchObject({
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    QT_QPA_PLATFORM: 'offscreen',
    PROJ_NETWORK: 'OFF',
  })
  expect(env['QGIS_CUSTOM_CONFIG_PATH']?.startsWith(folder)).toBe(true)
  expect(JSON.stringify(env)).not.toContain('geheim')
})

test('works from paths with spaces, ampersands and other scripts', async () => {
  const folder = join(temporary(), "Büro & Feld's (地図) $HOME %TEMP%")
  const resourcesDir = join(folder, 'resources')
  mkdirSync(resourcesDir, { recursive: true })
  cpSync(resolve('resources/qgis'), join(resourcesDir, 'qgis'), { recursive: true })
  const { ask } = start({ folder: join(folder, 'state'), resourcesDir })
  expect(await ask('echo', 1)).toBe(1)
})

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
    const { ask, qgis } = start()
    const pid = await pidOf(ask)
    const error = await failureOf(ask(method, params))
    expect(error.data).toMatchObject(expected)
    expect(runs(pid)).toBe(false)
    expect(qgis.version()).toBeNull()
    expect(await ask('echo', 'after')).toBe('after')
    expect(await pidOf(ask)).not.toBe(pid)
  },
)

test('the last words of a crash are its detail, without secrets', async () => {
  const { ask } = start()
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
    const { ask } = start()
    const pid = await pidOf(ask)
    expect((await failureOf(ask(method, params))).data).toMatchObject(expected)
    expect(await pidOf(ask)).toBe(pid)
  },
)

test('a lone surrogate in a result is no reason to fail', async () => {
  expect(await start().ask('surrogate')).toBe('a\udcffb')
})

test('cancel: a method that listens stops at once and keeps its session', async () => {
  const { ask } = start()
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
  const { ask } = start()
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
  const { ask } = start()
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
  const { ask } = start({ timeLimit: 1 })
  const pid = await pidOf(ask)
  expect((await failureOf(ask('hang'))).data).toMatchObject({ code: 'qgis.timeout', params: { seconds: 1 } })
  expect(runs(pid)).toBe(false)
  expect(await ask('echo', 'after')).toBe('after')
})

test('a session that hangs after its result is replaced, and nobody notices', async () => {
  const { ask } = start()
  const pid = await pidOf(ask)
  expect(await ask('hang_after_result')).toBe('done')
  expect(await ask('echo', 'after')).toBe('after')
  expect(runs(pid)).toBe(false)
})

test('a session that dies between two calls is replaced, and nobody notices', async () => {
  const { ask } = start()
  const pid = await pidOf(ask)
  process.kill(pid, 'SIGKILL')
  expect(await ask('echo', 'after')).toBe('after')
})

test('what a crashed session started is ended with it', async () => {
  const { ask } = start()
  let grandchild = 0
  const onLog: Log = (_level, message) => (grandchild = Number(message))
  expect((await failureOf(ask('crash_with_child', {}, { onLog }))).data.params).toEqual({ cause: 'SIGKILL' })
  expect(grandchild).toBeGreaterThan(0)
  expect(await ends(grandchild)).toBe(true)
})

test('stop interrupts what runs and what waits, and leaves nothing', async () => {
  const { ask, qgis, folder } = start()
  const pid = await pidOf(ask)
  const running = failureOf(ask('count', { steps: 10_000, pause: 0.01 }))
  const waiting = failureOf(ask('echo', 1))
  await qgis.stop()
  expect((await running).code).toBe('job.interrupted')
  expect((await waiting).code).toBe('job.interrupted')
  expect(runs(pid)).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

test.each([0, 100, 300, 500, 700])('stop %i ms after the start began leaves nothing', async (ms) => {
  const { qgis, folder } = start()
  const warming = qgis.warm().catch((thrown: unknown) => thrown)
  await sleep(ms)
  await qgis.stop()
  await warming
  expect(readdirSync(folder)).toEqual([])
  expect(
    processes().filter(({ parent, command }) => parent === process.pid && command.includes(methods)),
  ).toEqual([])
})

test('nothing is written to the home of the user', async () => {
  const home = temporary()
  const before = process.env['HOME']
  process.env['HOME'] = home
  const { ask, folder } = start()
  await ask('echo', 1)
  process.env['HOME'] = before
  expect(readdirSync(home, { recursive: true }).filter((name) => !String(name).startsWith('.cache'))).toEqual(
    [],
  )
  const session = readdirSync(folder).find((name) => name.startsWith('session-')) ?? ''
  expect(existsSync(join(folder, session, 'profile'))).toBe(true)
  expect(JSON.parse(readFileSync(join(folder, session, 'session.json'), 'utf8'))).toMatchObject({
    owner: { pid: process.pid },
  })
})
