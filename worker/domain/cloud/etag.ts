/** Bytes of a part, as the servers' own storage cuts files. */
export const etagPart = 8 * 1024 * 1024

/**
 * The server's `md5sum` of a file whose parts have these md5s: of one part its own, of more the md5 of them one after
 * the other, and `-` their number.
 *
 * @param parts raw md5 of each part of 8 MiB, at least one (an empty file has one empty part)
 * @param md5 hex, lower case
 */
export function etagOf(parts: readonly Uint8Array[], md5: (bytes: Uint8Array) => string): string {
  const [first = new Uint8Array()] = parts
  if (parts.length === 1) return Array.from(first, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return `${md5(all)}-${parts.length}`
}

/** Whether an ETag was cut as QFieldCloud's own storage cuts; another's says nothing about the content. */
export function isUsualEtag({ size, etag }: { size: number; etag: string }): boolean {
  const parts = Math.max(1, Math.ceil(size / etagPart))
  return (parts === 1 ? /^[0-9a-f]{32}$/ : new RegExp(`^[0-9a-f]{32}-${parts}$`)).test(etag)
}
