import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'

/** One file that a job keeps: `name` is its path inside the role, with forward slashes. */
export interface CollectedFile {
  path: string
  name: string
}

/** Everything that a Shapefile may consist of. */
const shapefileParts = new Set(['.shp', '.shx', '.dbf', '.prj', '.cpg', '.qpj', '.sbn', '.sbx', '.shp.xml'])

/**
 * The files that belong to what a person named as one input: the file itself, a Shapefile with its
 * siblings, a folder of CSV sheets with its files (the folder's name is then the first part of each name).
 *
 * @throws AppError input.missing, input.unreadable
 */
export async function collectFiles(path: string): Promise<CollectedFile[]> {
  const info = await statOf(path)
  if (info.isDirectory()) {
    const entries = await readdir(path, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    if (names.length === 0) throw new AppError('input.unreadable', { file: basename(path) })
    return names
      .map(({ name }) => ({ path: join(path, name), name: `${basename(path)}/${name}` }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }
  const own = { path, name: basename(path) }
  if (extname(path).toLowerCase() !== '.shp') return [own]
  const stem = basename(path, extname(path)).toLowerCase()
  const siblings = await readdir(dirname(path))
  const parts = siblings.filter((name) => {
    const lower = name.toLowerCase()
    return name !== own.name && lower.startsWith(`${stem}.`) && shapefileParts.has(lower.slice(stem.length))
  })
  return [own, ...parts.sort().map((name) => ({ path: join(dirname(path), name), name }))]
}

async function statOf(path: string) {
  try {
    return await stat(path)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new AppError(
      code === 'ENOENT' || code === 'ENOTDIR' ? 'input.missing' : 'input.unreadable',
      { file: path },
      { cause },
    )
  }
}
