import { constants } from 'node:fs'
import { access, mkdir, readlink, realpath, rm, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { CopiedFile, FolderSurvey, SurveyedFile } from '#worker/domain/project/survey.ts'
import { copyGroup, databaseOf } from '#worker/intake/copy-group.ts'

/** Bytes from which on a raster is linked to, where that was asked for: nobody writes into one. */
const largeRaster = 256 * 1024 * 1024
const raster = /\.(?:tiff?|mbtiles|jpe?g|png|vrt|asc|jp2|ecw|img|ovr)$/iu

export interface ProjectCopy {
  survey: FolderSurvey
  /** Made where it is not there; what is in it stays, but for files of the same names. */
  to: string
  /** What the copy does without; photos, for most jobs. */
  leaveOut: (name: string) => boolean
  /** Rasters of 256 MiB and more become links: for a copy that is only worked on, and thrown away. */
  links: boolean
  signal: AbortSignal
  /** 0..1, by bytes. */
  onProgress?: (value: number) => void
}

/**
 * Copies a project's folder, every file of one moment and each database together with its journals. Links inside the
 * folder stay such links; those that lead out of it are left out. What is gone since the survey is left out.
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
  let done = 0
  await writing(to, () => mkdir(to, { recursive: true }))
  for (const file of files) {
    signal.throwIfAborted()
    const target = join(to, file.name)
    // Through a link that stands there, its target would be written to.
    await writing(to, async () => {
      await mkdir(dirname(target), { recursive: true })
      await rm(target, { force: true })
    })
    copied.push(...(await copyThis(copy, file, target)))
    done += file.size
    onProgress?.(total === 0 ? 1 : done / total)
  }
  return copied
}

async function copyThis(copy: ProjectCopy, file: SurveyedFile, target: string): Promise<CopiedFile[]> {
  const { survey, to, signal } = copy
  const { name, link } = file
  const from = join(survey.folder, name)
  if (link === 'outside' || link === 'broken') return []
  if (link === 'inside' && (await linkInside(survey.folder, from, target))) return [entryOf(file, true)]
  if (copy.links && isLargeRaster(file) && !hasJournal(survey, name) && (await canLink(from, target)))
    return [entryOf(file, true)]
  const stamps = await reading(from, name, to, signal, () => copyGroup(from, target, { name, signal }))
  return [...stamps].map(([suffix, stamp]) => ({ name: `${name}${suffix}`, ...stamp, isLinked: false }))
}

function isLargeRaster({ name, size }: SurveyedFile): boolean {
  return size >= largeRaster && raster.test(name)
}

function hasJournal({ files }: FolderSurvey, name: string): boolean {
  return files.some((other) => databaseOf(other.name) === name)
}

function entryOf({ name, size, mtimeMs }: SurveyedFile, isLinked: boolean): CopiedFile {
  return { name, size, mtimeMs, isLinked }
}

/** The same link in the copy; false where the system makes none. */
async function linkInside(folder: string, from: string, target: string): Promise<boolean> {
  const leads = await readlink(from).catch(() => null)
  if (leads === null) return false
  const way = isAbsolute(leads)
    ? relative(await realpath(dirname(from)), await realpath(from).catch(() => folder))
    : leads
  return canLink(way, target)
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
    throw writeError(cause, to)
  }
}

async function writing<T>(to: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    throw writeError(cause, to)
  }
}

function writeError(cause: unknown, folder: string): AppError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('output.full', { folder, freeMegabytes: 0 }, { cause })
  return new AppError('output.readonly', { folder }, { cause })
}
