import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { WorkerState } from '#electron/api/calls.ts'
import { forkChild } from '#electron/host/child.ts'
import { WorkerHost } from '#electron/host/host.ts'
import { noSecrets } from '#worker/api/messages.ts'

const entry = join(import.meta.dirname, 'worker.mjs')
const hosts: WorkerHost[] = []

interface Heard {
  host: WorkerHost
  states: WorkerState['state'][]
  events: unknown[]
  output: string[]
  kept: unknown[]
}

/** A host over real child processes; each start takes the next mood, the last one stays. */
function open(
  moods: string[],
  options: { readyTimeout?: number; node?: string; limit?: number; delay?: number } = {},
): Heard {
  const states: WorkerState['state'][] = []
  const events: unknown[] = []
  const output: string[] = []
  const kept: unknown[] = []
  const host = new WorkerHost({
    fork: () => {
      const mood = moods.length > 1 ? (moods.shift() ?? '') : (moods[0] ?? '')
      return forkChild(options.node ?? process.execPath, { entry, args: [mood], env: {} })
    },
    onState: ({ state }) => states.push(state),
    onEvent: (name, payload) => events.push([name, payload]),
    onOutput: (text) => output.push(text),
    onKeep: (id, token) => kept.push([id, token]),
    readyTimeout: options.readyTimeout ?? 10_000,
    restartDelay: (crashes) => (crashes.length < (options.limit ?? 4) ? (options.delay ?? 10) : null),
  })
  hosts.push(host)
  host.start()
  return { host, states, events, output, kept }
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop(100)))
})

async function pidOf(host: WorkerHost): Promise<number> {
  const reply = await host.call('ask', {})
  if (!reply.ok) throw new Error(reply.error.code)
  return (reply.value as { pid: number }).pid
}

test('a call made before the worker is ready waits for it', async () => {
  const { host, states } = open(['good'])
  expect(host.state.state).toBe('starting')
  expect(await host.call('ask', { a: 1 })).toMatchObject({ ok: true, value: { input: { a: 1 } } })
  expect(states).toEqual(['ready'])
})

test('events and output come through', async () => {
  const { host, events, output } = open(['good'])
  await host.call('event', {})
  expect(events).toEqual([['job.discarded', { id: 'a' }]])
  await expect.poll(() => output.join('')).toContain('a line of log')
})

test('a token goes to whoever keeps it, never on to the page or into the log', async () => {
  const { host, events, output, kept } = open(['good'])
  for (const value of ['geheim', null, { geheim: 1 }])
    await host.call('keep', { name: 'cloud', id: 'account-1', value })
  expect(kept).toEqual([
    ['account-1', 'geheim'],
    ['account-1', null],
  ])
  expect(events).toEqual([])
  await expect.poll(() => output.join('')).toContain('unknown message')
  expect(output.join('')).not.toContain('geheim')
})

test('a crash cuts off open calls, and the next worker answers the next ones (S27)', async () => {
  const { host, states } = open(['good'])
  const first = await pidOf(host)
  const [hung, crashed] = await Promise.all([host.call('hang', {}), host.call('crash', {})])
  expect([hung, crashed]).toMatchObject([
    { ok: false, error: { code: 'worker.restarted' } },
    { ok: false, error: { code: 'worker.restarted' } },
  ])
  expect(await pidOf(host)).not.toBe(first)
  expect(states).toEqual(['ready', 'restarting', 'ready'])
})

test('secrets are with the worker before its first call, after a change, and with the next worker (S23)', async () => {
  const { host } = open(['good'])
  host.tellSecrets({ ...noSecrets, postgres: 'geheim' })
  expect(await host.call('ask', {})).toMatchObject({ value: { secrets: { postgres: 'geheim' } } })
  host.tellSecrets({ ...noSecrets, postgres: 'neu' })
  expect(await host.call('ask', {})).toMatchObject({ value: { secrets: { postgres: 'neu' } } })
  await host.call('crash', {})
  expect(await host.call('ask', {})).toMatchObject({ value: { secrets: { postgres: 'neu' } } })
})

test('a worker that is killed from outside comes back', async () => {
  const { host, states } = open(['good'])
  const first = await pidOf(host)
  process.kill(first, 'SIGKILL')
  await expect.poll(() => states).toEqual(['ready', 'restarting', 'ready'])
  expect(await pidOf(host)).not.toBe(first)
})

test('too many crashes end in failed, until the user wants another try', async () => {
  const { host, states } = open(['crash', 'crash', 'crash', 'good'], { limit: 3 })
  expect(await host.call('ask', {})).toMatchObject({ ok: false, error: { code: 'worker.unavailable' } })
  expect(states).toEqual(['restarting', 'restarting', 'failed'])
  host.relaunch()
  expect(await host.call('ask', {})).toMatchObject({ ok: true })
})

test('a worker that says why it cannot start is not started again by itself', async () => {
  const { host, states } = open(['locked', 'good'])
  expect(await host.call('ask', {})).toMatchObject({ ok: false, error: { code: 'store.locked' } })
  await expect.poll(() => host.pid).toBeUndefined()
  expect(states).toEqual(['failed'])
  host.relaunch()
  expect(await host.call('ask', {})).toMatchObject({ ok: true })
})

test('a worker that never says ready is ended and counts as crashed', async () => {
  const { host, states } = open(['silent', 'good'], { readyTimeout: 300 })
  expect(await host.call('ask', {})).toMatchObject({ ok: true })
  expect(states).toEqual(['restarting', 'ready'])
})

test('an executable that is not there is a crash, not an exception', async () => {
  const { host } = open(['good'], { node: '/none/node', limit: 1 })
  expect(await host.call('ask', {})).toMatchObject({ ok: false, error: { code: 'worker.unavailable' } })
})

test('stop lets the worker end by itself, and later calls fail', async () => {
  const { host } = open(['good'])
  const pid = await pidOf(host)
  await host.stop(10_000)
  expect(isRunning(pid)).toBe(false)
  expect(await host.call('ask', {})).toMatchObject({ ok: false, error: { code: 'worker.unavailable' } })
})

test('stop ends a worker that does not listen', async () => {
  const { host } = open(['deaf'])
  const pid = await pidOf(host)
  await host.stop(200)
  expect(isRunning(pid)).toBe(false)
})

test('stop between two starts leaves nothing behind', async () => {
  const { host, states } = open(['good'], { delay: 60_000 })
  await pidOf(host)
  await host.call('crash', {})
  expect(host.state.state).toBe('restarting')
  await host.stop(100)
  expect(host.pid).toBeUndefined()
  expect(states).toEqual(['ready', 'restarting', 'failed'])
})
