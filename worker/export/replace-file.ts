import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { diskError } from '#worker/domain/disk-error.ts'

/**
 * Writes a file beside its place and renames it there at the end, so that a file of that name is whole: the old
 * one or the new one.
 *
 * @throws AppError output.full, output.readonly
 */
export async function replaceFile(
  path: string,
  chunks: AsyncIterable<string> | Iterable<Uint8Array>,
): Promise<void> {
  const part = `${path}.partial`
  try {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(Readable.from(chunks), createWriteStream(part))
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined)
    throw diskError(cause, dirname(path), { onlyWrites: true })
  }
}
