import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { Hello } from '#worker/domain/qgis/protocol.ts'
import type { Log } from '#worker/steps/ports.ts'
import { closeAll, methods, open, pidOf, temporary } from '#test/worker/qgis/open.ts'
import { ends, processes } from '#test/worker/qgis/processes.ts'

afterEach(closeAll)

const print: Log = (_level, message) => process.stdout.write(`${message}\n`)

test('says hello, answers in one process, and in a second one when the first is gone', async () => {
  const { qgis, ask, folder } = open({ log: print })
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
  const { ask } = open()
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
  const { ask } = open()
  const seen: number[] = []
  const begun = performance.now()
  await ask('count', { steps: 2000, pause: 0.0005 }, { onProgress: (value) => seen.push(value) })
  const tenths = (performance.now() - begun) / 100
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.length).toBeLessThanOrEqual(tenths + 2)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

test("the method's and QGIS' own log arrive with their level and without passwords", async () => {
  const { ask } = open()
  const lines: [string, string][] = []
  await ask('log', {}, { onLog: (level, message) => lines.push([level, message]) })
  expect(lines).toEqual([
    ['info', 'postgres://me:***@db/field'],
    ['warning', 'Provider: odd'],
    ['error', 'Provider: bad'],
  ])
})

test('nothing that is printed breaks a line, and no child reads the requests away', async () => {
  const { ask } = open()
  expect(await ask('print_noise')).toBe('clean')
  expect(await ask('child_reads_stdin')).toBe('')
  expect(await ask('echo', 1)).toBe(1)
})

test('300 MB on stderr keep nothing waiting and stay out of memory', async () => {
  const { ask } = open()
  await ask('echo', 1)
  const before = process.memoryUsage.rss()
  expect(await ask('big_stderr', { kib: 300 * 1024 })).toBe(300 * 1024)
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
})

test('a result of 30 MB passes', async () => {
  const { ask } = open()
  expect(((await ask('large', { size: 30_000_000 })) as string).length).toBe(30_000_000)
})

test('QGIS sees its own profile, UTC, and none of the secrets in our environment', async () => {
  process.env['FTM_DB_PASSWORD'] = 'geheim'
  process.env['PGPASSWORD'] = 'geheim'
  const { ask, folder } = open()
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
  const { ask } = open({ folder: join(folder, 'state'), resourcesDir })
  expect(await ask('echo', 1)).toBe(1)
})

test.each([0, 100, 300, 500, 700])('stop %i ms after the start began leaves nothing', async (ms) => {
  const { qgis, folder } = open()
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
  const { ask, folder } = open()
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
