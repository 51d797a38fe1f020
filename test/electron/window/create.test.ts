import { expect, test, vi } from 'vitest'
import { createWindow } from '#electron/window/create.ts'

const electron = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  const area = { x: 0, y: 0, width: 1600, height: 1000 }
  class BrowserWindow extends EventEmitter {
    readonly calls: string[] = []
    readonly options: Record<string, unknown>
    constructor(options: Record<string, unknown>) {
      super()
      this.options = options
    }
    show(): void {
      this.calls.push('show')
    }
    maximize(): void {
      this.calls.push('maximize')
    }
    async loadURL(url: string): Promise<void> {
      this.calls.push(url)
    }
  }
  return {
    BrowserWindow,
    screen: { getAllDisplays: () => [{ workArea: area }], getPrimaryDisplay: () => ({ workArea: area }) },
  }
})
vi.mock('electron', () => electron)

function open(dark: boolean) {
  const memory = { bounds: null, maximized: true, theme: 'system' as const }
  return createWindow({ preload: '/p.cjs', dark, memory }) as unknown as InstanceType<
    typeof electron.BrowserWindow
  >
}

test('its web preferences are exactly these (S1)', () => {
  expect(open(false).options['webPreferences']).toEqual({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: true,
  })
})

test('it shows itself when its first frame is ready, on a background of its theme (A7)', () => {
  const window = open(true)
  expect(window.options).toMatchObject({
    show: false,
    backgroundColor: '#191a19',
    minWidth: 900,
    minHeight: 600,
  })
  expect(window.calls).toEqual(['app://app/index.html'])
  window.emit('ready-to-show')
  expect(window.calls).toEqual(['app://app/index.html', 'maximize', 'show'])
  expect(open(false).options['backgroundColor']).toBe('#fdfdfc')
})
