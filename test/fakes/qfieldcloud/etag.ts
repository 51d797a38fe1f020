import { createHash } from 'node:crypto'

const partSize = 8 * 1024 * 1024

/** The ETag of an object store: the md5 of up to 8 MiB; above, the md5 of the parts' md5s and their number. */
export function etagger(): { update(chunk: Uint8Array): void; digest(): string } {
  const parts: Buffer[] = []
  let part = createHash('md5')
  let room = partSize
  const close = (): void => {
    parts.push(part.digest())
    part = createHash('md5')
    room = partSize
  }
  return {
    update(chunk) {
      let rest = chunk
      while (rest.length > 0) {
        if (room === 0) close()
        const piece = rest.subarray(0, room)
        part.update(piece)
        room -= piece.length
        rest = rest.subarray(piece.length)
      }
    },
    digest() {
      close()
      const [only] = parts
      if (parts.length === 1 && only !== undefined) return only.toString('hex')
      return `${createHash('md5').update(Buffer.concat(parts)).digest('hex')}-${parts.length}`
    },
  }
}
