import { constants } from 'node:fs'
import { access, mkdir, realpath, symlink, unlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { diskError } from '#worker/domain/disk-error.ts'
import { isBelow } from '#worker/domain/project/is-below.ts'
import type { CopiedFile, FolderSurvey, SurveyedFile } from '#worker/domain/project/survey.ts'
import { copyGroup, databaseOf, isDatabaseName } from '#worker/intake/copy-group.ts'

/** Bytes from which on a raster is linked to, where that was asked for: nobody writes into one. */
const largeRaster = 256 * 1024 * 1024
const raster = /\.(?:tiff?|mbtiles|jpe?g|png|vrt|asc|jp2|ecw|img|ovr)$/iu

export interface ProjectCopy {
  survey: FolderSurvey
  /** Made where it is not there; what is in it stays, but for files of the same names. */
  to: string
  /** What the copy does without; photos, for most jobs. */
  leaveOut: (name: string) => boolean
  /**
   * Links that lead inside the folder stay such links, `followed` they become the files, or folders of files, that they
   * lead to: for a copy that lacks these. `large`: rasters of 256 MiB and more become links, too, in a copy that is worked on and thrown away.
   */
  links: 'large' | 'kept' | 'followed'
  signal: AbortSignal
  /** 0..1, by bytes. */
  onProgress?: (value: number) => void
}

/**
 * Copies a project's folder, every file of one moment and each database together with its journals. Links
 * that lead out of the folder are left out. What is gone since the survey is left out.
 *
 * @throws AppError project.changing {file}, input.unreadable {file}, output.full, output.readonly; the signal's reason
 */
export async function copyProject(copy: ProjectCopy): Promise<CopiedFile[]> {
  const { survey, to, leaveOut, signal, onProgress } = copy
  const names = new Set(survey.files.map(({ name }) => name))
  // A journal goes with its database.
  const isAlone = (name: string) => !names.has(databaseOf(name) ?? '')
  const files = survey.files.filter(({ name }) => isAlone(name) && !leaveOut(name))
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const copied: CopiedFile[] = []
  const journaled = new Set(survey.files.map(({ name }) => databaseOf(name)))
  const made = new Set<string>()
  /** Links to folders that the copy has as links. */
  const folders: string[] = []
  const isFollowed = copy.links === 'followed'
  let done = 0
  for (const file of files) {
    signal.throwIfAborted()
    const target = join(to, file.name)
    if (!folders.some((name) => isBelow(file.name, name)) && !(isFollowed && file.link === 'folder')) {
      await writing(to, () => makeWay(target, made))
      copied.push(...(await copyThis(copy, file, target, journaled.has(file.name))))
      // Else its files have to be copied in its place.
      if (file.link === 'folder' && copied.at(-1)?.name === file.name) folders.push(file.name)
    }
    done += file.size
    onProgress?.(total === 0 ? 1 : done / total)
  }
  return copied
}

/** Makes the folder of `target`, and its place free: through a link that stands there, the original would be written to. */
async function makeWay(target: string, made: Set<string>): Promise<void> {
  const folder = dirname(target)
  if (!made.has(folder)) await mkdir(folder, { recursive: true })
  made.add(folder)
  await unlink(target).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
}

async function copyThis(
  copy: ProjectCopy,
  file: SurveyedFile,
  target: string,
  isJournaled: boolean,
): Promise<CopiedFile[]> {
  const { survey, to, signal } = copy
  const { name, link } = file
  const from = join(survey.folder, name)
  if (link === 'outside' || link === 'broken') return []
  if (link === 'folder')
    return (await linkInside(from, target).catch(() => false)) ? [entryOf(file, true)] : []
  if (link === 'inside' && copy.links !== 'followed' && (await linkInside(from, target).catch(() => false)))
    return [entryOf(file, true)]
  if (copy.links === 'large' && isLargeRaster(file) && !isJournaled && (await canLink(from, target)))
    return [entryOf(file, true)]
  const stamps = await reading(from, name, to, signal, () =>
    copyGroup(from, target, { name, isDatabase: isJournaled || isDatabaseName(name), signal }),
  )
  return [...stamps].map(([suffix, stamp]) => ({ name: `${name}${suffix}`, ...stamp, isLinked: false }))
}

function isLargeRaster({ name, size }: SurveyedFile): boolean {
  return size >= largeRaster && raster.test(name)
}

function entryOf({ name, size, mtimeMs }: SurveyedFile, isLinked: boolean): CopiedFile {
  return { name, size, mtimeMs, isLinked }
}

/** A link to the same place in the copy; false where the system makes none. */
async function linkInside(from: string, target: string): Promise<boolean> {
  // As it stands it may go up and come back by the folder's own name, which the copy's is not.
  return canLink(relative(await realpath(dirname(from)), await realpath(from)), target)
}

/** Windows lets few people make links. */
async function canLink(leads: string, target: string): Promise<boolean> {
  return symlink(leads, target).then(
    () => true,
    () => false,
  )
}

/** Runs `copy`; tells apart whether what failed was the reading or the writing. */
async function reading<T>(
  from: string,
  name: string,
  to: string,
  signal: AbortSignal,
  copy: () => Promise<T>,
): Promise<T> {
  try {
    return await copy()
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof AppError) throw cause
    const { code, syscall } = cause as NodeJS.ErrnoException
    const canRead = await access(from, constants.R_OK).then(
      () => true,
      () => false,
    )
    const isRead = !canRead || syscall === 'read' || syscall === 'stat' || code === 'EISDIR'
    if (isRead) throw new AppError('input.unreadable', { file: name }, { cause })
    throw diskError(cause, to, { onlyWrites: true })
  }
}

async function writing<T>(to: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    throw diskError(cause, to, { onlyWrites: true })
  }
}
