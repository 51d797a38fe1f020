import { app, nativeTheme, type BrowserWindow } from 'electron'
import type { Theme } from '#electron/api/calls.ts'
import type { ShellEventName, ShellEventPayload } from '#electron/api/events.ts'
import { eventChannel } from '#electron/ipc/envelope.ts'
import type { Log } from '#electron/system/logs.ts'
import { recoverPage } from '#electron/system/recovery.ts'
import { currentTheme } from '#electron/system/theme.ts'
import { backgrounds, createWindow } from '#electron/window/create.ts'
import { readMemory, writeMemory } from '#electron/window/memory.ts'

interface WindowsParts {
  preload: string
  /** Where place and theme are remembered. */
  memoryFile: string
  log: Log
  logFolder: string
}

/** The app's one window: opens it, remembers it, speaks to its page. */
export class Windows {
  /** Ids of the web contents that may call. */
  readonly contents = new Set<number>()
  readonly #parts: WindowsParts
  #window: BrowserWindow | null = null

  constructor(parts: WindowsParts) {
    this.#parts = parts
    nativeTheme.themeSource = readMemory(parts.memoryFile).theme
    nativeTheme.on('updated', () => {
      const theme = currentTheme()
      this.#window?.setBackgroundColor(theme.dark ? backgrounds.dark : backgrounds.light)
      this.say('theme.changed', theme)
    })
  }

  get window(): BrowserWindow | null {
    return this.#window
  }

  /** Opens the window, or brings the open one to the front. */
  show(): void {
    if (this.#window !== null) {
      if (this.#window.isMinimized()) this.#window.restore()
      this.#window.show()
      this.#window.focus()
      return
    }
    const { memoryFile, preload, log, logFolder } = this.#parts
    const window = createWindow({
      preload,
      dark: nativeTheme.shouldUseDarkColors,
      memory: readMemory(memoryFile),
    })
    const { id } = window.webContents
    this.contents.add(id)
    this.#window = window
    recoverPage(window, log, logFolder)
    window.on('close', () => this.remember())
    window.on('closed', () => {
      this.contents.delete(id)
      this.#window = null
    })
    log('info', 'window opened', { version: app.getVersion() })
  }

  /** Keeps the window's place for the next start. */
  remember(): void {
    if (this.#window === null) return
    const { memoryFile } = this.#parts
    const place = { bounds: this.#window.getNormalBounds(), maximized: this.#window.isMaximized() }
    writeMemory(memoryFile, { ...readMemory(memoryFile), ...place })
  }

  /** The app ends: the window goes at once, while the worker still drains. */
  leave(): void {
    this.remember()
    this.#window?.hide()
  }

  rememberTheme(theme: Theme['source']): void {
    const { memoryFile } = this.#parts
    writeMemory(memoryFile, { ...readMemory(memoryFile), theme })
  }

  /** One of electron's own events. */
  say<E extends ShellEventName>(name: E, payload: ShellEventPayload<E>): void {
    this.forward(name, payload)
  }

  /** Any event, as it is. */
  forward(name: string, payload: unknown): void {
    if (this.#window === null || this.#window.webContents.isDestroyed()) return
    this.#window.webContents.send(eventChannel, name, payload)
  }
}
