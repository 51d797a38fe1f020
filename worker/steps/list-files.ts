import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OutputFile } from '#worker/api/output.ts'

/** Every file below a folder, by name, which is relative with forward slashes. */
export async function listFiles(folder: string): Promise<OutputFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: OutputFile[] = []
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
    const { size } = await stat(path)
    files.push({ name: relative(folder, path).split(sep).join('/'), size, sha256: hash.digest('hex') })
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}
