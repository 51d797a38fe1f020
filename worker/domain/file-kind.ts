export type FileKind = 'tiff' | 'sqlite' | 'other'

/** Bytes that `fileKind` has to see. */
export const headBytes = 16

/**
 * What a file is by its first bytes. GDAL opens what it recognises, whatever the name says, and some of its formats
 * name other files: what came from elsewhere has to be the very format that was asked for.
 */
export function fileKind(head: Uint8Array): FileKind {
  const text = String.fromCharCode(...head.subarray(0, headBytes))
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return 'tiff'
  return text.startsWith('SQLite format 3\0') ? 'sqlite' : 'other'
}
