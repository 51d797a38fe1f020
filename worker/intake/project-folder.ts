import type { Dirent } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import {
  type FolderSurvey,
  isHiddenName,
  isPluginText,
  isProjectName,
  isReadable,
  type SurveyedFile,
} from '#worker/domain/project/survey.ts'

/** Files that a survey lists. */
const mostFiles = 200_000
/** Stats that run at a time: as many as keep the thread pool busy. */
const batch = 64
/** Styles and plugins that are looked into, and how far. */
const mostQml = 500
const qmlHead = 4096

interface Walk {
  folder: string
  /** `folder` without any links in it. */
  real: string
  files: SurveyedFile[]
  unreadable: string[]
  more: boolean
}

interface Below {
  /** Name of a folder, relative; empty for the project's own. */
  inside: string
  /** Whether a link led there: others are not followed from there, so that none goes round. */
  through: boolean
}

/**
 * Lists a project's folder, folder after folder from the top; sockets and the like are left out. `path` may be the
 * project file itself: its folder is then listed, and the file is the one that was asked for.
 *
 * @param limit files that are listed
 * @throws AppError input.missing, input.unreadable; the signal's reason once it fires
 */
export async function surveyFolder(
  path: string,
  { signal, limit = mostFiles }: { signal?: AbortSignal; limit?: number } = {},
): Promise<FolderSurvey> {
  const { folder, asked } = await startOf(path)
  const walk: Walk = { folder, real: await realpath(folder), files: [], unreadable: [], more: false }
  for (let level: Below[] = [{ inside: '', through: false }]; level.length > 0 && !walk.more;) {
    const below: Below[] = []
    for (const each of level) {
      signal?.throwIfAborted()
      below.push(...(await listOne(walk, each, limit)))
    }
    level = below
  }
  const files = walk.files.sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    folder,
    asked,
    projects: files.filter((file) => isProjectName(file.name) && isReadable(file)).map(({ name }) => name),
    files,
    more: walk.more,
    unreadable: walk.unreadable,
    plugins: await findPlugins(folder, files.filter(isReadable)),
  }
}

/** Which of these paths lead to a file; they are relative to `folder` or absolute, as a project names them. */
export async function whichExist(folder: string, paths: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const path of new Set(paths)) {
    const info = await stat(resolve(folder, path)).catch(() => null)
    if (info?.isFile() === true) found.add(path)
  }
  return found
}

async function startOf(path: string): Promise<{ folder: string; asked: string | null }> {
  try {
    const info = await stat(path)
    if (info.isDirectory()) return { folder: resolve(path), asked: null }
    if (!isProjectName(basename(path))) throw new AppError('project.missing', { folder: path })
    return { folder: dirname(resolve(path)), asked: basename(path) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    const isGone = code === 'ENOENT' || code === 'ENOTDIR'
    throw new AppError(isGone ? 'input.missing' : 'input.unreadable', { file: path }, { cause })
  }
}

/** Adds the files of one folder; answers the folders in it. */
async function listOne(walk: Walk, { inside, through }: Below, limit: number): Promise<Below[]> {
  let entries: Dirent[]
  try {
    entries = await readdir(join(walk.folder, inside), { withFileTypes: true })
  } catch (cause) {
    if (inside === '') throw new AppError('input.unreadable', { file: walk.folder }, { cause })
    // Gone since its parent was read, or not ours to read.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') walk.unreadable.push(inside)
    return []
  }
  const nameOf = (entry: Dirent) => (inside === '' ? entry.name : `${inside}/${entry.name}`)
  const listed = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink())
  for (let at = 0; at < listed.length; at += batch) {
    const room = limit - walk.files.length
    if (room <= 0) walk.more = true
    if (walk.more) return []
    const part = listed.slice(at, at + Math.min(batch, room))
    const looked = await Promise.all(part.map((entry) => lookAt(walk, nameOf(entry), entry.isSymbolicLink())))
    const there = looked.filter((file) => file !== null)
    walk.files.push(...(through ? there.flatMap(seenThrough) : there))
    if (part.length < Math.min(batch, listed.length - at)) walk.more = true
  }
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map((entry): Below => ({ inside: nameOf(entry), through }))
  return through ? below : [...below, ...(await behindLinks(walk, entries.map(nameOf)))]
}

/** Folders that links among these names lead to, but for those that the links themselves lie in. */
async function behindLinks(walk: Walk, names: readonly string[]): Promise<Below[]> {
  const there = new Set(names)
  const links = walk.files.filter(({ name, link }) => link === 'folder' && there.has(name))
  const found = await Promise.all(
    links.map(async ({ name }) => {
      const path = join(walk.folder, name)
      const [target, around] = await Promise.all([realpath(path), realpath(dirname(path))])
      return `${around}${sep}`.startsWith(`${target}${sep}`) ? [] : [{ inside: name, through: true }]
    }),
  )
  return found.flat()
}

/** What a linked folder holds, as files of its own. */
function seenThrough(file: SurveyedFile): SurveyedFile[] {
  if (file.link === 'folder') return []
  return [file.link === null || file.link === 'inside' ? { ...file, link: 'through' } : file]
}

/** Null when it is gone since. */
async function lookAt(walk: Walk, name: string, isLink: boolean): Promise<SurveyedFile | null> {
  const path = join(walk.folder, name)
  const file = { name, size: 0, mtimeMs: 0, isHidden: isHiddenName(name) }
  const link = isLink ? await leadsTo(walk, path) : null
  if (link === 'outside' || link === 'broken') return { ...file, link }
  const info = await stat(path).catch(() => null)
  if (info === null) return null
  if (link === 'inside' && info.isDirectory()) return { ...file, link: 'folder' }
  return { ...file, size: info.size, mtimeMs: info.mtimeMs, link }
}

async function leadsTo({ real }: Walk, path: string): Promise<'inside' | 'outside' | 'broken'> {
  const target = await realpath(path).catch(() => null)
  if (target === null) return 'broken'
  const way = relative(real, target)
  // Another drive of Windows has no relative way.
  const isInside = way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
  return isInside ? 'inside' : 'outside'
}

async function findPlugins(folder: string, files: readonly SurveyedFile[]): Promise<string[]> {
  const plugins: string[] = []
  for (const { name } of files.filter((file) => /\.qml$/iu.test(file.name)).slice(0, mostQml)) {
    const head = await readHead(join(folder, name)).catch(() => '')
    if (isPluginText(head)) plugins.push(name)
  }
  return plugins
}

async function readHead(path: string): Promise<string> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(qmlHead) })
  return buffer.toString('utf8', 0, bytesRead)
}
