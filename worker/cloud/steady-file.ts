import { open, stat } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { pieceFor } from '#worker/cloud/pace.ts'

export interface SteadyFile {
  /** Bytes. */
  size: number
  /** @param rate bytes a second at which they are going to be sent; null = at once */
  chunks(rate?: number | null): AsyncIterable<Uint8Array>
  /** Throws cloud.fileChanged when the file is not any more what it was at the beginning. */
  check(): Promise<void>
}

/**
 * A file that is sent, and must stay as it is until it was.
 *
 * @param said its name and the host, for the error
 * @throws AppError input.missing
 */
export async function steadyFile(path: string, said: { host: string; file: string }): Promise<SteadyFile> {
  const look = async (): Promise<{ size: bigint; mtimeNs: bigint; ino: bigint }> =>
    stat(path, { bigint: true })
  const before = await look().catch((cause: unknown) => {
    throw new AppError('input.missing', { path }, { cause })
  })
  const changed = (): AppError => new AppError('cloud.fileChanged', said)
  const size = Number(before.size)
  return {
    size,
    async *chunks(rate = null) {
      if (size === 0) return
      const handle = await open(path).catch(() => {
        throw changed()
      })
      let sent = 0
      const stream = handle.createReadStream({ start: 0, end: size - 1, highWaterMark: pieceFor(rate) })
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        sent += chunk.length
        yield chunk
      }
      if (sent < size) throw changed()
    },
    async check() {
      const after = await look().catch(() => null)
      const same = after?.size === before.size && after.mtimeNs === before.mtimeNs && after.ino === before.ino
      if (!same) throw changed()
    },
  }
}
