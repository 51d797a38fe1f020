import { beforeEach, expect, test, vi } from 'vitest'
import type { Bridge } from '#electron/api/bridge.ts'
import { callChannel, eventChannel } from '#electron/ipc/envelope.ts'

const electron = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  const sent: unknown[][] = []
  const exposed: Record<string, unknown> = {}
  const ipcRenderer = Object.assign(new EventEmitter(), {
    invoke: async (...args: unknown[]) => {
      sent.push(args)
      return { ok: true, value: { path: '/a' } }
    },
  })
  return {
    sent,
    exposed,
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        exposed[name] = api
      },
    },
    webUtils: { getPathForFile: (file: { name: string }) => `/disk/${file.name}` },
  }
})
vi.mock('electron', () => electron)
await import('#electron/preload.ts')

const bridge = electron.exposed['fieldpack'] as Bridge

beforeEach(() => electron.sent.splice(0))

test('one name with three functions (S12)', () => {
  expect(Object.keys(electron.exposed)).toEqual(['fieldpack'])
  expect(Object.keys(bridge)).toEqual(['call', 'on', 'grant'])
})

test('calls and drops travel on the one channel, in two shapes', async () => {
  await bridge.call('theme.get', {})
  await bridge.grant(new File([], 'form.xlsx'))
  expect(electron.sent).toEqual([
    [callChannel, { id: expect.any(Number), method: 'theme.get', input: {} }],
    [callChannel, { id: expect.any(Number), drop: '/disk/form.xlsx' }],
  ])
})

const say = (name: string, payload: unknown) => electron.ipcRenderer.emit(eventChannel, {}, name, payload)

test('an event reaches the listeners of its name until they leave', () => {
  const heard: unknown[] = []
  const leave = bridge.on('job.changed', (payload) => heard.push(payload))
  say('job.changed', 1)
  say('job.logged', 2)
  leave()
  say('job.changed', 3)
  expect(heard).toEqual([1])
})

test('a thousand subscriptions leave nothing behind (S15)', () => {
  const leaves = Array.from({ length: 1000 }, (_, index) => bridge.on(`event.${index % 7}`, String))
  expect(electron.ipcRenderer.listenerCount(eventChannel)).toBe(1)
  for (const leave of [...leaves, ...leaves]) leave()
  expect(electron.ipcRenderer.listenerCount(eventChannel)).toBe(0)
})

test('leaving twice does not silence another listener', () => {
  const first = bridge.on('job.changed', () => undefined)
  first()
  const heard: unknown[] = []
  const second = bridge.on('job.changed', (payload) => heard.push(payload))
  first()
  electron.ipcRenderer.emit(eventChannel, {}, 'job.changed', 1)
  second()
  expect(heard).toEqual([1])
})
