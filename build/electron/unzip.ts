import { createWriteStream } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/**
 * Streams the files of a zip to disk with their modes and links.
 *
 * @param target path below `folder` for a name in the zip, or null to leave it out
 */
export async function unzip(
  file: string,
  folder: string,
  target: (name: string) => string | null,
): Promise<number> {
  const zip = await openPromise(file)
  let written = 0
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName.endsWith('/') ? null : target(entry.fileName)
    if (path === null) continue
    const out = join(folder, path)
    await mkdir(dirname(out), { recursive: true })
    const mode = entry.externalFileAttributes >>> 16
    const stream = await zip.openReadStreamPromise(entry)
    if ((mode & 0o170000) === 0o120000) await symlink(await text(stream), out)
    else await pipeline(stream, createWriteStream(out, { mode: mode & 0o777 || 0o644 }))
    written += 1
  }
  return written
}
