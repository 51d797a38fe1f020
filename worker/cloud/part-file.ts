import { createReadStream } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'

/** Bytes; of smaller files a beginning is not worth its note. */
const worthKeeping = 256 * 1024

/** A file that has come in part, with a note of what it is going to be. */
export interface PartFile {
  path: string
  /** Whether what has come is kept for another time. */
  isKept: boolean
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
  const isKept = size > worthKeeping
  return {
    path,
    isKept,
    async kept() {
      if (!isKept) return 0
      const [told, found] = await Promise.all([
        readFile(note, 'utf8').catch(() => null),
        stat(path).catch(() => null),
      ])
      return told === noted && found !== null && found.size <= size ? found.size : 0
    },
    async begin() {
      if (isKept) await writeFile(note, noted)
    },
    chunks: () => createReadStream(path),
    async forget() {
      await rm(path, { force: true })
      await rm(note, { force: true })
    },
    async done() {
      if (isKept) await rm(note, { force: true })
    },
  }
}
