import { createHash, type Hash } from 'node:crypto'
import { constants, createReadStream, existsSync, rmSync, statSync } from 'node:fs'
import { access, chmod, copyFile, mkdir, open, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { v7 as uuid } from 'uuid'
import { AppError } from '#worker/api/errors.ts'
import { diskError } from '#worker/domain/disk-error.ts'
import type { Store } from '#worker/store/connection.ts'
import { renameDurably } from '#worker/store/durable.ts'
import { blobsDir } from '#worker/store/paths.ts'
import { guard, guardAsync } from '#worker/store/translate.ts'

/** A file's content, named by what it is. */
export interface Blob {
  /** Hex, lower case. */
  sha256: string
  /** Bytes. */
  size: number
}

/** Files by their content, in `<dir>/blobs/ab/<sha256>`. Rows about them are the jobs' affair. */
export function createBlobs(store: Store) {
  const root = blobsDir(store.dir)

  const pathOf = (sha256: string): string => join(root, sha256.slice(0, 2), sha256)
  const has = (sha256: string): boolean => existsSync(pathOf(sha256))

  /**
   * Keeps a copy of a file, whatever its size, in flat memory. The hash is taken of the copy: a source that
   * changes meanwhile cannot make a lie of it.
   *
   * @throws AppError `input.missing | input.unreadable` about the source, `store.*` about our side
   */
  async function putFile(source: string): Promise<Blob> {
    await mustBeReadable(source)
    return keep((part) => copyFile(source, part, constants.COPYFILE_FICLONE))
  }

  /** Keeps bytes that are in memory anyway. */
  async function putBytes(bytes: Uint8Array): Promise<Blob> {
    return keep((part) => writeFile(part, bytes))
  }

  async function keep(fill: (part: string) => Promise<void>): Promise<Blob> {
    const part = join(root, `${uuid()}.part`)
    return guardAsync(root, async () => {
      try {
        await fill(part)
        // A read-only source makes a read-only copy, which could neither be synced nor removed everywhere. The
        // folder above keeps others out; copies that leave it should be as readable as any file.
        await chmod(part, 0o644)
        const sha256 = await hashOf(part)
        const { size } = statSync(part)
        if (has(sha256)) return { sha256, size }
        await mkdir(dirname(pathOf(sha256)), { recursive: true, mode: 0o700 })
        await sync(part)
        renameDurably(part, pathOf(sha256))
        return { sha256, size }
      } finally {
        await rm(part, { force: true })
      }
    })
  }

  /**
   * Writes a blob's content to `target`, over what stands there.
   *
   * @throws AppError `input.missing` when the blob is gone, `output.full | output.readonly`
   */
  async function copyTo(sha256: string, target: string): Promise<void> {
    if (!has(sha256)) throw new AppError('input.missing', { path: pathOf(sha256) })
    try {
      await mkdir(dirname(target), { recursive: true })
      await copyFile(pathOf(sha256), target, constants.COPYFILE_FICLONE)
    } catch (thrown) {
      throw diskError(thrown, target)
    }
  }

  /** Whether the file still holds what its name says. */
  async function verify(sha256: string): Promise<boolean> {
    return has(sha256) && (await hashOf(pathOf(sha256))) === sha256
  }

  /** Removes the files; the caller made sure that no row needs them. Synchronous, so that none can come between. */
  function remove(hashes: readonly string[]): void {
    guard(root, () => {
      for (const sha256 of hashes) rmSync(pathOf(sha256), { force: true })
    })
  }

  return { pathOf, has, putFile, putBytes, copyTo, verify, remove }
}

export type Blobs = ReturnType<typeof createBlobs>

async function hashOf(path: string): Promise<string> {
  const hash: Hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** Not the synchronous fsync: gigabytes of basemap would hold up every other answer of the worker. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function mustBeReadable(source: string): Promise<void> {
  try {
    // Before anything opens it: opening a pipe would wait for its writer.
    if (!(await stat(source)).isFile()) throw new AppError('input.unreadable', { path: source })
    await access(source, constants.R_OK)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    throw new AppError(missing ? 'input.missing' : 'input.unreadable', { path: source }, { cause: thrown })
  }
}
