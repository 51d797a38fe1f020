import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AppError } from '#worker/api/errors.ts'
import { diskError, isFull } from '#worker/domain/disk-error.ts'
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
  await mkdir(dirname(target), { recursive: true })
  try {
    const saved = await write(body, target, saving)
    saving.check(saved)
    return saved
  } catch (cause) {
    await rm(target, { force: true })
    if (isFull(cause)) throw diskError(cause, dirname(target))
    throw cause
  }
}

/** The file is closed when this ends, however it ends: before, nobody could say that nothing stays of it. */
async function write(
  body: AsyncIterable<Uint8Array>,
  target: string,
  { limit, tooLarge, signal, onBytes }: Saving,
): Promise<Saved> {
  const hash = createHash('sha256')
  const sweep = createSweeper()
  let size = 0
  const handle = await open(target, 'w')
  try {
    for await (const chunk of body) {
      signal.throwIfAborted()
      size += chunk.length
      if (size > limit) throw tooLarge()
      hash.update(chunk)
      await handle.appendFile(chunk)
      sweep(chunk.length)
      onBytes?.(size)
    }
  } finally {
    await handle.close()
  }
  return { size, sha256: hash.digest('hex') }
}
