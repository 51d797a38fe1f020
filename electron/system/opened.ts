import type { FileRef } from '#electron/api/files.ts'
import type { Grants } from '#electron/ipc/grants.ts'
import { grantPath } from '#electron/system/files.ts'

/** Forms that the user opened with the app: at its start they wait for the page, later they are told. */
export class Opened {
  readonly #grants: Grants
  readonly #tell: (files: FileRef[]) => void
  #waiting: FileRef[] = []
  #listening = false

  constructor(grants: Grants, tell: (files: FileRef[]) => void) {
    this.#grants = grants
    this.#tell = tell
  }

  async open(paths: readonly string[]): Promise<void> {
    const found = await Promise.allSettled(paths.map((path) => grantPath(this.#grants, path)))
    const files = found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    if (files.length === 0) return
    if (this.#listening) this.#tell(files)
    else this.#waiting.push(...files)
  }

  /** Hands out what waits; from then on the page listens. */
  take(): FileRef[] {
    this.#listening = true
    return this.#waiting.splice(0)
  }

  /** The page is gone; what comes now waits for the next one. */
  pause(): void {
    this.#listening = false
  }
}
