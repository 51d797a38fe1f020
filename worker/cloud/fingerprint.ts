import { createHash } from 'node:crypto'
import { etagOf, etagPart, isUsualEtag } from '#worker/domain/cloud/etag.ts'

export interface Fingerprint {
  update(chunk: Uint8Array): void
  /** Hex, lower case. */
  digest(): string
}

export function sha256(): Fingerprint {
  const hash = createHash('sha256')
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('hex') }
}

/** The server's `md5sum`: the md5 of up to 8 MiB; above, the md5 of the parts' md5s, and `-` their number. */
export function etag(): Fingerprint {
  const parts: Buffer[] = []
  let part = createHash('md5')
  let room = etagPart
  return {
    update(chunk) {
      let rest = chunk
      while (rest.length > room) {
        parts.push(part.update(rest.subarray(0, room)).digest())
        rest = rest.subarray(room)
        part = createHash('md5')
        room = etagPart
      }
      part.update(rest)
      room -= rest.length
    },
    digest() {
      return etagOf([...parts, part.digest()], (all) => createHash('md5').update(all).digest('hex'))
    },
  }
}

/**
 * What a file is to be compared by, and with what: its sha256 where the server tells it, else its ETag; null when
 * that was cut in other parts by another program, so that only the size can be compared.
 */
export function proofOf(file: {
  size: number
  etag: string
  sha256: string | null
}): { made: Fingerprint; wanted: string } | null {
  if (file.sha256 !== null) return { made: sha256(), wanted: file.sha256 }
  return isUsualEtag(file) ? { made: etag(), wanted: file.etag } : null
}
