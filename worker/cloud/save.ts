import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#worker/api/errors.ts'
import { createSweeper } from '#worker/memory/sweeper.ts'

export interface Saved {
  /** Bytes. */
  size: number
  /** Hex, lower case. */
  sha256: string
}

export interface Saving {
  /** Bytes; what is more throws `tooLarge`. */
  limit: number
  tooLarge: () => AppError
  /** Throws when what has come is not what should have. */
  check: (saved: Saved) => void
  signal: AbortSignal
  /** Bytes so far. */
  onBytes?: (bytes: number) => void
}

/**
 * Writes an answer's body to a file in flat memory. Nothing stays of one that broke off or is refused.
 *
 * @throws AppError output.full; what `tooLarge` makes and `check` throws; any other error of the connection or the disk
 */
export async function save(body: AsyncIterable<Uint8Array>, target: string, saving: Saving): Promise<Saved> {
  const hash = createHash('sha256')
  const sweep = createSweeper()
  let size = 0
  async function* measured(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > saving.limit) throw saving.tooLarge()
      hash.update(chunk)
      sweep(chunk.length)
      saving.onBytes?.(size)
      yield chunk
    }
  }
  await mkdir(dirname(target), { recursive: true })
  try {
    await pipeline(body, measured, createWriteStream(target), { signal: saving.signal })
    const saved = { size, sha256: hash.digest('hex') }
    saving.check(saved)
    return saved
  } catch (cause) {
    await rm(target, { force: true })
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new AppError('output.full', { folder: dirname(target), freeMegabytes: 0 }, { cause })
    throw cause
  }
}
