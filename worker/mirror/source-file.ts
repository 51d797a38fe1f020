import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { largestStep } from '#worker/domain/mirror/step-size.ts'

/** A local file read by offsets, in any order, and hashed once from its beginning to its end. */
export interface SourceFile {
  /** Up to 1 MiB; less only at the end of the file. Valid until the next read. */
  read(offset: number, length: number): Promise<Buffer>
  /** Hex, of as much of the file as there is up to `size`. */
  digest(size: number): Promise<string>
  close(): Promise<void>
}

/** @throws AppError input.missing, input.unreadable; both of `read` and `digest` too */
export async function openSource(path: string): Promise<SourceFile> {
  const file = await guard(path, () => open(path, 'r'))
  const buffer = Buffer.allocUnsafe(largestStep)
  const hash = createHash('sha256')
  let hashed = 0
  let digest: string | null = null

  async function read(offset: number, length: number): Promise<Buffer> {
    // What a server already has was hashed in no run of this process, or in one that ended.
    if (offset > hashed) await hashUpTo(offset)
    const bytes = await guard(path, () => fill(file, buffer.subarray(0, length), offset))
    const fresh = bytes.subarray(Math.max(0, hashed - offset))
    if (fresh.length > 0) hash.update(fresh)
    hashed += fresh.length
    return bytes
  }

  async function hashUpTo(end: number): Promise<void> {
    while (hashed < end) {
      const before = hashed
      await read(hashed, Math.min(largestStep, end - hashed))
      if (hashed === before) return
    }
  }

  return {
    read,
    digest: async (size) => {
      await hashUpTo(size)
      digest ??= hash.digest('hex')
      return digest
    },
    close: () => file.close(),
  }
}

async function fill(file: FileHandle, buffer: Buffer, offset: number): Promise<Buffer> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    throw new AppError(missing ? 'input.missing' : 'input.unreadable', { path }, { cause: thrown })
  }
}
