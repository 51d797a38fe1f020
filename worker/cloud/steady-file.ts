import { open } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { pieceFor } from '#worker/cloud/pace.ts'

export interface SteadyFile {
  /** Bytes. */
  size: number
  /**
   * Throws cloud.fileChanged in the place of the end when the file is not any more what it was at the beginning: a
   * form without its end is stored nowhere.
   *
   * Each piece is good until the next is asked for.
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
      const piece = Buffer.allocUnsafe(Math.min(pieceFor(rate), size))
      let sent = 0
      while (sent < size) {
        const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, size - sent), sent)
        if (bytesRead === 0) break
        sent += bytesRead
        yield piece.subarray(0, bytesRead)
      }
      const after = await handle.stat({ bigint: true })
      if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
        throw new AppError('cloud.fileChanged', said)
    },
    close: () => handle.close(),
  }
}
