import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { guardContents, guardSession } from '#electron/security/guards.ts'

const electron = await vi.hoisted(async () => {
  const events = await import('node:events')
  return { app: new events.EventEmitter() }
})
vi.mock('electron', () => electron)

type OpenHandler = (details: { url: string }) => { action: string }

class Contents extends EventEmitter {
  open: OpenHandler | null = null
  setWindowOpenHandler(handler: OpenHandler): void {
    this.open = handler
  }
}

let contents: Contents
const refused: string[] = []

beforeEach(() => {
  electron.app.removeAllListeners()
  refused.length = 0
  contents = new Contents()
  guardContents((_level, message) => refused.push(message))
  electron.app.emit('web-contents-created', {}, contents)
})

test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s leads nowhere else', (event) => {
  const go = (url: string) => {
    const details = { url, preventDefault: vi.fn<() => void>() }
    contents.emit(event, details)
    return details.preventDefault.mock.calls.length
  }
  expect([go('app://app/index.html'), go('https://example.org/'), go('file:///etc/passwd')]).toEqual([
    0, 1, 1,
  ])
  expect(refused).toHaveLength(2)
})

test('no window opens and no webview attaches (S3, S5)', () => {
  expect(contents.open?.({ url: 'https://qgis.org' })).toEqual({ action: 'deny' })
  const event = { preventDefault: vi.fn<() => void>() }
  contents.emit('will-attach-webview', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

test('a session answers requests, checks and devices by the policy (S6)', () => {
  const handlers: Record<string, (...args: never[]) => unknown> = {}
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
    handlers[name] = handler
  }
  guardSession({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
  } as never)
  const answers: boolean[] = []
  const request = handlers['request'] as (
    contents: null,
    name: string,
    answer: (yes: boolean) => void,
  ) => void
  for (const name of ['geolocation', 'openExternal', 'clipboard-sanitized-write'])
    request(null, name, (yes) => answers.push(yes))
  expect(answers).toEqual([false, false, true])
  expect((handlers['check'] as (contents: null, name: string) => boolean)(null, 'usb')).toBe(false)
  expect(handlers['device']?.()).toBe(false)
  expect(handlers['display']).toBeNull()
})
