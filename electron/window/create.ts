import { BrowserWindow, screen } from 'electron'
import { startPage } from '#electron/security/assets.ts'
import { placeWindow, smallest } from '#electron/window/bounds.ts'
import type { Memory } from '#electron/window/memory.ts'

export interface WindowOptions {
  preload: string
  dark: boolean
  memory: Memory
  icon?: string
}

/** Behind the page until it paints; the same colours as the page's own background. */
export const backgrounds = { light: '#fdfdfc', dark: '#191a19' }

/** The one place that makes a window (S1). It shows itself when its first frame is ready. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  const primary = screen.getPrimaryDisplay().workArea
  const window = new BrowserWindow({
    ...placeWindow(options.memory.bounds, [primary, ...displays]),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: options.dark ? backgrounds.dark : backgrounds.light,
    ...(options.icon === undefined ? {} : { icon: options.icon }),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  })
  window.once('ready-to-show', () => {
    if (options.memory.maximized) window.maximize()
    window.show()
  })
  void window.loadURL(startPage)
  return window
}
