import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { isCompanion } from '#worker/intake/companions.ts'

/**
 * A text that stays the same as long as a form does: the hash of its bytes (a folder's sheets: of all of them), and
 * name, size and time of the files beside it that a form may ask for by name.
 *
 * @throws AppError input.missing, input.unreadable
 */
export async function fingerprintForm(path: string): Promise<string> {
  try {
    const hash = createHash('sha256')
    const isFolder = (await stat(path)).isDirectory()
    const folder = isFolder ? path : dirname(path)
    const names = (await readdir(folder)).filter(isCompanion).sort()
    if (!isFolder) hash.update(await readFile(path))
    for (const name of names) {
      const file = join(folder, name)
      if (isFolder) hash.update(name).update(await readFile(file))
      else if (name !== basename(path)) hash.update(await factsOf(file, name))
    }
    return hash.digest('hex')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const missing = code === 'ENOENT' || code === 'ENOTDIR'
    throw new AppError(missing ? 'input.missing' : 'input.unreadable', { file: path }, { cause })
  }
}

async function factsOf(file: string, name: string): Promise<string> {
  // A file that goes away meanwhile is one that isn't there.
  const info = await stat(file).catch(() => null)
  return info === null ? '' : `${name} ${info.size} ${info.mtimeMs}\n`
}
