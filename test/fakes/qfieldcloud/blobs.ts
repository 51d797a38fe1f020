import { createHash, randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { etagger } from '#test/fakes/qfieldcloud/etag.ts'
import type { Blob } from '#test/fakes/qfieldcloud/state.ts'

/**
 * Writes bytes as they come to a file of their own.
 *
 * @param limit what is kept at most, whatever comes
 */
export async function storeBlob(
  folder: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit = Infinity,
): Promise<Blob> {
  const path = join(folder, randomUUID())
  const sha256 = createHash('sha256')
  const etag = etagger()
  let size = 0
  const file = await open(path, 'wx')
  try {
    for await (const chunk of bytes) {
      const kept = chunk.subarray(0, Math.max(0, limit - size))
      if (kept.length === 0) continue
      await file.writeFile(kept)
      sha256.update(kept)
      etag.update(kept)
      size += kept.length
    }
    await file.close()
  } catch (cause) {
    await file.close()
    await rm(path, { force: true })
    throw cause
  }
  return { path, size, etag: etag.digest(), sha256: sha256.digest('hex') }
}
