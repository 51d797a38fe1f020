import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import type { FilePurpose } from '#electron/api/files.ts'
import { filtersFor } from '#electron/system/filters.ts'
import { words } from '#electron/system/words.ts'

/**
 * Native dialogs, one at a time: a second click while one is open answers as a closed one. The system remembers
 * the last folder.
 */
export class Dialogs {
  readonly #windows: { readonly window: BrowserWindow | null }
  #open = false

  constructor(windows: { readonly window: BrowserWindow | null }) {
    this.#windows = windows
  }

  async chooseFile(purpose: FilePurpose): Promise<string | null> {
    const [first] = await this.#show({ ...optionsFor(purpose), properties: ['openFile'] })
    return first ?? null
  }

  chooseFiles(purpose: FilePurpose): Promise<string[]> {
    return this.#show({ ...optionsFor(purpose), properties: ['openFile', 'multiSelections'] })
  }

  async chooseFolder(title: string | undefined): Promise<string | null> {
    const [first] = await this.#show({
      title: title ?? words('dialog.folder'),
      properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
    })
    return first ?? null
  }

  /** Where to write a file; the system asks before one that exists is replaced. */
  async saveFile(purpose: FilePurpose, name: string): Promise<string | null> {
    const { filters } = optionsFor(purpose)
    const options = { title: words('dialog.save'), defaultPath: name, filters }
    const chosen = await this.#alone((window) =>
      window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options),
    )
    return chosen === null || chosen.canceled ? null : chosen.filePath
  }

  async #show(options: OpenDialogOptions): Promise<string[]> {
    const chosen = await this.#alone((window) =>
      window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options),
    )
    return chosen === null || chosen.canceled ? [] : chosen.filePaths
  }

  async #alone<T>(open: (window: BrowserWindow | null) => Promise<T>): Promise<T | null> {
    if (this.#open) return null
    this.#open = true
    try {
      return await open(this.#windows.window)
    } finally {
      this.#open = false
    }
  }
}

const optionsFor = (purpose: FilePurpose) => ({
  title: words(`dialog.${purpose}`),
  filters: filtersFor(purpose).map(({ name, extensions }) => ({ name: words(name), extensions })),
})
