import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { HashedFile } from '#worker/domain/cloud/compare.ts'

/** Files that are read at a time. */
const parallel = 4
/** Bytes that are read at once, and as a whole. */
const piece = 1 << 20
/** Times that a file is read which somebody writes to meanwhile. */
const mostReads = 3

export interface Hasher {
  update(chunk: Uint8Array): void
  /** Hex, lower case. */
  digest(): string
}

export interface Hashing {
  /** New ones for each file. */
  hashers: () => { etag: Hasher; sha256: Hasher }
  signal: AbortSignal
  /** Bytes read, of all files together. */
  onBytes?: (bytes: number) => void
}

/**
 * Hashes files as QFieldCloud and as everybody does, each in one reading and in flat memory. A file that is gone, or
 * is none, is left out.
 *
 * @param names relative to `folder`, with forward slashes
 * @throws AppError project.changing: somebody keeps writing to it; input.unreadable; the signal's reason once it fires
 */
export async function hashFiles(
  folder: string,
  names: readonly string[],
  { hashers, signal, onBytes }: Hashing,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = []
  const rest = names.values()
  let bytes = 0
  const buffers = Array.from({ length: Math.min(parallel, names.length) }, () => Buffer.allocUnsafe(piece))
  await Promise.all(
    buffers.map(async (buffer) => {
      for (const name of rest) {
        signal.throwIfAborted()
        const file = await hashOne(folder, name, buffer, hashers, signal, (read) => {
          bytes += read
          onBytes?.(bytes)
        })
        if (file !== null) hashed.push(file)
      }
    }),
  )
  return hashed
}

async function hashOne(
  folder: string,
  name: string,
  buffer: Buffer,
  hashers: Hashing['hashers'],
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<HashedFile | null> {
  try {
    await using file = await open(join(folder, name))
    for (let read = 0; read < mostReads; read += 1) {
      const before = await look(file)
      if (before === null) return null
      const { etag, sha256 } = hashers()
      let size = 0
      // One that grows as fast as it is read would have no end.
      while (size <= before.size) {
        signal.throwIfAborted()
        const { bytesRead } = await file.read(buffer, 0, piece, size)
        if (bytesRead === 0) break
        const chunk = buffer.subarray(0, bytesRead)
        etag.update(chunk)
        sha256.update(chunk)
        size += bytesRead
        onRead(bytesRead)
      }
      const after = await look(file)
      if (after?.time === before.time && size === before.size)
        return { name, size, mtimeMs: before.mtimeMs, etag: etag.digest(), sha256: sha256.digest() }
    }
  } catch (cause) {
    signal.throwIfAborted()
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null
    throw new AppError('input.unreadable', { file: join(folder, name) }, { cause })
  }
  throw new AppError('project.changing', { file: name })
}

/** Null of what is no file. */
async function look(file: FileHandle): Promise<{ size: number; mtimeMs: number; time: bigint } | null> {
  const info = await file.stat({ bigint: true })
  if (!info.isFile()) return null
  // As `stat` gives it without bigint, with the part below a millisecond.
  return { size: Number(info.size), mtimeMs: milliseconds(info.mtimeNs), time: info.mtimeNs }
}

/** Rounded as `stat` rounds it: what is the same time has to be the same number. */
function milliseconds(ns: bigint): number {
  return Number(ns / 1_000_000_000n) * 1000 + Number(ns % 1_000_000_000n) / 1e6
}
