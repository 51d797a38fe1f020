import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Known } from '#electron/ipc/known.ts'

/**
 * Which paths a sandboxed page may name (S14). A file is granted alone, a folder with all that is below it.
 * Grants come from dialogs, drops, the command line and the worker's own words, never from the page.
 */
export class Grants {
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()

  grantFile(path: string): void {
    if (isAbsolute(path)) this.#files.add(resolve(path))
  }

  grantFolder(path: string): void {
    if (isAbsolute(path)) this.#folders.add(resolve(path))
  }

  /** What the worker itself named. */
  grantKnown({ files, folders }: Known): void {
    files.forEach((path) => this.grantFile(path))
    folders.forEach((path) => this.grantFolder(path))
  }

  allows(path: string): boolean {
    if (!isAbsolute(path) || path.includes('\0')) return false
    const wanted = resolve(path)
    if (this.#files.has(wanted)) return true
    return [...this.#folders].some((folder) => isInside(wanted, folder))
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
