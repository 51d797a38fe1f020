import type { Readable } from 'node:stream'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '#worker/api/errors.ts'
import { megabytes, type WorkbookLimits } from '#worker/intake/limits.ts'

/** What stands in a zip, learned by unpacking it once and keeping only the parts that were asked for. */
export interface ZipContents {
  names: Set<string>
  kept: Map<string, Buffer>
  /** An entry is encrypted by the zip format's own means. */
  encrypted: boolean
}

/**
 * Unpacks a zip once to nowhere, so that neither its declared nor its real size can surprise the parser
 * that comes after. Entries whose names are in `keep` are answered.
 *
 * @throws AppError form.zipBomb; any other error when the bytes are no whole zip
 */
export async function guardZip(
  bytes: Buffer,
  file: string,
  limits: WorkbookLimits,
  keep: ReadonlySet<string>,
): Promise<ZipContents> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true })
  const contents: ZipContents = { names: new Set(), kept: new Map(), encrypted: false }
  const bomb = (size: number) =>
    new AppError('form.zipBomb', { file, size: megabytes(size), limit: megabytes(limits.inflatedBytes) })
  let total = 0
  for await (const entry of zip.eachEntry()) {
    contents.names.add(entry.fileName)
    if (entry.isEncrypted()) contents.encrypted = true
    total += entry.uncompressedSize
    const dense =
      entry.uncompressedSize > limits.ratioFromBytes &&
      entry.uncompressedSize > entry.compressedSize * limits.ratio
    if (total > limits.inflatedBytes || dense || contents.names.size > limits.entries) throw bomb(total)
    if (entry.fileName.endsWith('/') || entry.isEncrypted()) continue
    const kept = await drain(zip, entry, keep.has(entry.fileName)).catch((cause: unknown) => {
      throw String(cause).includes('too many bytes') ? bomb(total) : cause
    })
    if (kept !== null) contents.kept.set(entry.fileName, kept)
  }
  return contents
}

/** Reads an entry to its end; yauzl stops a stream that gives more than was declared. */
async function drain(zip: ZipFile, entry: Entry, keep: boolean): Promise<Buffer | null> {
  const stream: Readable = await zip.openReadStreamPromise(entry)
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (keep) chunks.push(chunk as Buffer)
  return keep ? Buffer.concat(chunks) : null
}
