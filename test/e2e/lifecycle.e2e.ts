import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { root } from '#build/root.ts'
import { launchApp, type RunningApp } from '#test/e2e/app.ts'

const home = mkdtempSync(join(tmpdir(), 'fieldpack-life-'))
const form = join(root, 'resources', 'samples', 'building_survey.xlsx')
let running: RunningApp | null = null

afterEach(async () => {
  await running?.close()
  running = null
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

test('a dropped file is granted, and only as what the user dropped', async () => {
  running = await launchApp()
  const { page } = running
  await page.evaluate(() => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', id: 'drop-probe' })
    document.body.append(input)
  })
  await page.setInputFiles('#drop-probe', form)
  const outcome = await page.evaluate(async () => {
    const file = document.querySelector<HTMLInputElement>('#drop-probe')?.files?.[0]
    const granted = file && (await window.fieldpack.grant(file))
    const made = await window.fieldpack
      .grant(new File(['x'], 'passwd'))
      .catch((error: Error) => error.message)
    return { granted, made }
  })
  expect(outcome.granted).toMatchObject({ path: form, name: 'building_survey.xlsx', isFolder: false })
  expect(outcome.made).toContain('input.missing')
})

test('a second start hands its form to the first and ends', async () => {
  const dataDir = join(home, 'second')
  running = await launchApp({ dataDir })
  const { app, page } = running
  // The page has taken its turn at the start; from then on forms come as an event.
  await page.evaluate(() => window.fieldpack.call('files.opened', {}))
  const heard = page.evaluate(
    () => new Promise((resolve) => void window.fieldpack.on('files.opened', (payload) => resolve(payload))),
  )
  const { executable, env } = await app.evaluate(({ app: own }) => ({
    executable: own.getPath('exe'),
    env: { ...process.env } as Record<string, string>,
  }))
  const second = spawn(executable, ['--no-sandbox', root, form], { env, stdio: 'ignore' })
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  expect(await heard).toMatchObject({ files: [{ path: form }] })
  expect(app.windows()).toHaveLength(1)
})

test('a worker that is killed comes back, and the page hears of it', async () => {
  running = await launchApp()
  const { app, page } = running
  await page.evaluate(() => window.fieldpack.call('app.info', {}))
  await page.evaluate(() => {
    const states: unknown[] = []
    Object.assign(globalThis, { states })
    window.fieldpack.on('worker.state', (payload) => states.push((payload as { state: string }).state))
  })
  const pid = await workerPid(app.process().pid ?? 0)
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { states: string[] }).states), {
      timeout: 20_000,
    })
    .toEqual(['restarting', 'ready'])
  expect(await page.evaluate(() => window.fieldpack.call('app.info', {}))).toMatchObject({ ok: true })
})

test('the window comes back where it was, in its theme, and quitting leaves no process', async () => {
  const dataDir = join(home, 'memory')
  const first = await launchApp({ dataDir, theme: 'dark', size: { width: 1000, height: 700 } })
  await first.page.evaluate(() => window.fieldpack.call('app.info', {}))
  const worker = await workerPid(first.app.process().pid ?? 0)
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1100, 720))
  await first.close()
  expect(() => process.kill(worker, 0)).toThrow('ESRCH')
  running = await launchApp({ dataDir })
  const size = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())
  expect(size).toEqual([1100, 720])
  expect(await running.page.evaluate(() => window.fieldpack.call('theme.get', {}))).toEqual({
    ok: true,
    value: { source: 'dark', dark: true },
  })
  expect(await running.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
})

/** The child of the app that runs the worker's entry. */
async function workerPid(parent: number): Promise<number> {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
  const worker = children.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join('dist', 'worker', 'main.js')),
  )
  if (worker === undefined) throw new Error('The worker’s process was not found')
  return worker
}
