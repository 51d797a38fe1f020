import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
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
export async function steadyFile(path: string, said: Said): Promise<SteadyFile> {
  return smallFile(path, said) ?? largeFile(path, said)
}

type Said = { host: string; file: string }

/** Bytes of a file that is read in one piece. Each step by way of a thread would cost more than all of them here. */
const small = 64 * 1024

/** Null of a larger one. */
function smallFile(path: string, said: Said): SteadyFile | null {
  const file = openHere(path)
  try {
    const before = fstatSync(file, { bigint: true })
    if (!before.isFile() || before.size > small) return null
    const size = Number(before.size)
    const content = readFileSync(file).subarray(0, size)
    const isSteady = !hasChanged(before, fstatSync(file, { bigint: true }))
    return {
      size,
      async *chunks(rate) {
        const piece = pieceFor(rate)
        for (let at = 0; at < content.length; at += piece) yield content.subarray(at, at + piece)
        if (!isSteady) throw new AppError('cloud.fileChanged', said)
      },
      close: async () => undefined,
    }
  } finally {
    closeSync(file)
  }
}

function openHere(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw new AppError('input.missing', { path }, { cause })
  }
}

async function largeFile(path: string, said: Said): Promise<SteadyFile> {
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
      if (hasChanged(before, after)) throw new AppError('cloud.fileChanged', said)
    },
    close: () => handle.close(),
  }
}

function hasChanged(before: BigIntStats, after: BigIntStats): boolean {
  return after.size !== before.size || after.mtimeNs !== before.mtimeNs
}
