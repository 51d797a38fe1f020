import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchApp, type RunningApp } from '#test/e2e/app.ts'

let running: RunningApp

beforeAll(async () => {
  running = await launchApp()
})

afterAll(async () => {
  await running?.close()
})

test('the window opens on the app’s own page', async () => {
  expect(running.page.url()).toBe('app://app/index.html')
  expect(await running.page.title()).toContain('Fieldpack')
  const visible = await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  )
  expect(visible).toEqual([true])
  expect(running.problems).toEqual([])
})

test('preload gives the page exactly three functions and no node (S12)', async () => {
  const seen = await running.page.evaluate(() => {
    const globals = globalThis as unknown as Record<string, unknown>
    return {
      bridge: Object.entries(globals['fieldpack'] as object).map(([name, value]) => [name, typeof value]),
      node: ['require', 'process', 'module', 'electron', 'Buffer'].filter((name) => name in globals),
    }
  })
  expect(Object.fromEntries(seen.bridge)).toEqual({
    call: 'function',
    grant: 'function',
    on: 'function',
  })
  expect(seen.node).toEqual([])
})

test('every response carries the policy, and what lies outside is refused (S7, S8)', async () => {
  const answers = await running.page.evaluate(() =>
    Promise.all(
      ['index.html', 'none.js', '%2e%2e%2fmain%2fmain.js'].map(async (path) => {
        const response = await fetch(`app://app/${path}`)
        return [response.status, response.headers.get('content-security-policy')?.split(';')[0]]
      }),
    ),
  )
  expect(answers).toEqual([
    [200, "default-src 'none'"],
    [404, "default-src 'none'"],
    [403, "default-src 'none'"],
  ])
})

test('the page cannot leave, open windows, or use the machine (S4, S5, S6)', async () => {
  const outcome = await running.page.evaluate(async () => {
    const opened = window.open('https://qgis.org')
    location.href = 'https://example.org/'
    const states = await Promise.all(
      (['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]).map(async (name) => {
        const status = await navigator.permissions.query({ name })
        return status.state
      }),
    )
    return { opened: opened !== null, states }
  })
  expect(outcome).toEqual({ opened: false, states: ['denied', 'denied', 'denied', 'denied'] })
  expect(running.page.url()).toBe('app://app/index.html')
  expect(running.app.windows()).toHaveLength(1)
})

test('a path that no dialog, drop or answer granted is refused (S14)', async () => {
  const reply = await running.page.evaluate(() =>
    window.fieldpack.call('form.inspect', { path: '/etc/passwd' }),
  )
  expect(reply).toMatchObject({ ok: false, error: { code: 'contract.forbidden' } })
})

test('the worker answers through the bridge', async () => {
  const reply = await running.page.evaluate(() => window.fieldpack.call('app.info', {}))
  expect(reply).toMatchObject({ ok: true, value: { dataDir: running.dataDir } })
})
