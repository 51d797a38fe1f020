import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '#worker/api/errors.ts'
import { isFull } from '#worker/domain/disk-error.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'
import type { UnpackPort } from '#worker/steps/ports.ts'

const limits = { bytes: 256 * 1024 * 1024, entries: 2000, ratio: 200, ratioFromBytes: 1024 * 1024 }

/** What programs leave in a zip that is nobody's file. */
const litter = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i

/**
 * Nothing is written before every entry was looked at: names that lead out of the folder, links, sizes and double
 * names are refused, and no entry gives more bytes than it declares.
 */
export const unpackPlugin: UnpackPort = async (zip, folder, { rename, isTaken, signal }) => {
  const file = basename(zip)
  let archive: ZipFile | null = null
  try {
    archive = await openPromise(zip, { lazyEntries: true, autoClose: false, validateEntrySizes: true })
    const targets = namedAs(await readEntries(archive, file), rename, isTaken)
    for (const [name, entry] of targets) {
      signal.throwIfAborted()
      const target = join(folder, name)
      await mkdir(dirname(target), { recursive: true })
      await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }), {
        signal,
      })
    }
    return [...targets.keys()]
  } catch (cause) {
    signal.throwIfAborted()
    throw troubleOf(cause, file)
  } finally {
    archive?.close()
  }
}

async function readEntries(archive: ZipFile, file: string): Promise<Entry[]> {
  const entries: Entry[] = []
  let total = 0
  for await (const entry of archive.eachEntry()) {
    const { fileName: name, uncompressedSize: size, compressedSize } = entry
    total += size
    const isDense = size > limits.ratioFromBytes && size > compressedSize * limits.ratio
    if (total > limits.bytes || entries.length >= limits.entries || isDense) throw tooLarge(file)
    if (isLink(entry) || !isSafeName(name.replace(/\/$/, ''))) throw unsafe(name)
    if (entry.isEncrypted())
      throw new AppError('plugin.unreadable', { file }, { detail: `${name} is encrypted` })
    if (!name.endsWith('/') && !litter.test(name)) entries.push(entry)
  }
  return entries
}

/** Entries by the name that they get, without the folder around all of them. */
function namedAs(
  entries: readonly Entry[],
  rename: (name: string) => string,
  isTaken: (name: string) => boolean,
): Map<string, Entry> {
  const [first = ''] = entries.map(({ fileName }) => fileName.slice(0, fileName.indexOf('/') + 1))
  const around = entries.every(({ fileName }) => fileName.startsWith(first)) ? first.length : 0
  const named = new Map<string, Entry>()
  const seen = new Set<string>()
  for (const entry of entries) {
    const name = rename(entry.fileName.slice(around))
    // Windows and macOS take names that differ in case for the same.
    const key = name.toLowerCase()
    if (seen.has(key) || isTaken(name)) throw unsafe(entry.fileName)
    seen.add(key)
    named.set(name, entry)
  }
  return named
}

/** Unix keeps a file's type in the upper half of the attributes. */
function isLink(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000
}

/** What yauzl says of names that it refuses itself, and of an entry that gives more than it declares. */
function troubleOf(cause: unknown, file: string): AppError {
  if (cause instanceof AppError) return cause
  const { message } = cause as Error
  const name = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/.exec(
    message,
  )?.[1]
  if (name !== undefined) return unsafe(name)
  if (message.includes('too many bytes')) return tooLarge(file)
  if (isFull(cause)) return new AppError('output.full', {}, { cause })
  return new AppError('plugin.unreadable', { file }, { cause })
}

function unsafe(entry: string): AppError {
  return new AppError('plugin.unsafe', { entry: entry.slice(0, 200) })
}

function tooLarge(file: string): AppError {
  return new AppError('plugin.tooLarge', { file, limit: limits.bytes / 1024 / 1024, entries: limits.entries })
}
