import { createReadStream } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'

/** A file that has come in part, with a note of what it is going to be. */
export interface PartFile {
  path: string
  /** Bytes of it that are of use. */
  kept(): Promise<number>
  /** Notes what comes, before its first byte does. */
  begin(): Promise<void>
  chunks(): AsyncIterable<Uint8Array>
  forget(): Promise<void>
  /** Once the file is whole and has its own name. */
  done(): Promise<void>
}

/** Beside `target`: `<target>.part`, and in `<target>.part.etag` which content it is the beginning of. */
export function partFile(target: string, { etag, size }: { etag: string; size: number }): PartFile {
  const path = `${target}.part`
  const note = `${path}.etag`
  const noted = `${etag} ${size}`
  return {
    path,
    async kept() {
      const [told, found] = await Promise.all([
        readFile(note, 'utf8').catch(() => null),
        stat(path).catch(() => null),
      ])
      return told === noted && found !== null && found.size <= size ? found.size : 0
    },
    begin: () => writeFile(note, noted),
    chunks: () => createReadStream(path),
    async forget() {
      await rm(path, { force: true })
      await rm(note, { force: true })
    },
    done: () => rm(note, { force: true }),
  }
}
