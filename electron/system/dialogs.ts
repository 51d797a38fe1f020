import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import type { FilePurpose } from '#electron/api/files.ts'
import { filtersFor } from '#electron/system/filters.ts'
import { words } from '#electron/system/words.ts'

/**
 * Native open dialogs, one at a time: a second click while one is open answers null. The system remembers
 * the last folder.
 */
export class Dialogs {
  readonly #windows: { readonly window: BrowserWindow | null }
  #open = false

  constructor(windows: { readonly window: BrowserWindow | null }) {
    this.#windows = windows
  }

  chooseFile(purpose: FilePurpose): Promise<string | null> {
    const filters = filtersFor(purpose).map(({ name, extensions }) => ({ name: words(name), extensions }))
    return this.#show({ title: words(`dialog.${purpose}`), filters, properties: ['openFile'] })
  }

  chooseFolder(title: string | undefined): Promise<string | null> {
    return this.#show({
      title: title ?? words('dialog.folder'),
      properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
    })
  }

  async #show(options: OpenDialogOptions): Promise<string | null> {
    if (this.#open) return null
    this.#open = true
    try {
      const { window } = this.#windows
      const chosen = await (window === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options))
      return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
    } finally {
      this.#open = false
    }
  }
}
