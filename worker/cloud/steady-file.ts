import { open, type FileHandle } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { pieceFor } from '#worker/cloud/pace.ts'

export interface SteadyFile {
  /** Bytes. */
  size: number
  /**
   * Throws cloud.fileChanged in the place of the end when the file is not any more what it was at the beginning: a
   * form without its end is stored nowhere.
   *
   * @param rate bytes a second at which they are going to be sent; null = at once
   */
  chunks(rate: number | null): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/**
 * A file that is sent, and must stay as it is meanwhile.
 *
 * @param said its name and the host, for the error
 * @throws AppError input.missing
 */
export async function steadyFile(path: string, said: { host: string; file: string }): Promise<SteadyFile> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new AppError('input.missing', { path }, { cause })
  })
  const before = await handle.stat({ bigint: true })
  const size = Number(before.size)
  return {
    size,
    async *chunks(rate) {
      for (let sent = 0; sent < size;) {
        const bytes = await read(handle, sent, Math.min(pieceFor(rate), size - sent))
        if (bytes.length === 0) break
        sent += bytes.length
        yield bytes
      }
      const after = await handle.stat({ bigint: true })
      if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
        throw new AppError('cloud.fileChanged', said)
    },
    close: () => handle.close(),
  }
}

async function read(handle: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, from)
  return buffer.subarray(0, bytesRead)
}
