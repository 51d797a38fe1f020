import { constants } from 'node:fs'
import { access, mkdir, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { GenerateResult } from '#worker/api/jobs.ts'
import type { PackageRequest } from '#worker/api/projects.ts'
import type { OutputFile } from '#worker/api/output.ts'
import { diskError } from '#worker/domain/disk-error.ts'
import type { FilesPort } from '#worker/steps/ports.ts'

/** Free bytes below which no build starts. */
const smallestDisk = 200 * 1024 * 1024

/**
 * Asks, before any work, whether a project may be written to `folder`: it does not exist yet or is empty, its
 * nearest existing parent can be written, and the disk has room.
 *
 * @throws AppError output.occupied, output.readonly, output.full
 */
export async function checkFolder(folder: string): Promise<void> {
  if (await isOccupied(folder)) throw new AppError('output.occupied', { folder })
  const parent = await nearestExisting(folder)
  try {
    if (!(await stat(parent)).isDirectory()) throw new AppError('output.readonly', { folder })
    await access(parent, constants.W_OK)
  } catch (cause) {
    throw new AppError('output.readonly', { folder }, { cause })
  }
  const disk = await statfs(parent)
  const free = disk.bavail * disk.bsize
  if (free < smallestDisk)
    throw new AppError('output.full', { folder, freeMegabytes: Math.floor(free / 1e6) })
}

/**
 * Puts the kept outputs where the coordinator asked for them, all or nothing: they are copied beside the
 * target and the folder is renamed into place at the end. Doing it again after a crash gives the same folder.
 *
 * @throws AppError output.occupied, output.readonly, output.full
 */
export async function publish(
  { folder, files, folders }: Pick<GenerateResult, 'folder' | 'files' | 'folders'>,
  jobId: string,
  port: FilesPort,
): Promise<void> {
  if (await isThere(folder, files)) return
  const staging = stagingOf(folder, jobId)
  try {
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging, { recursive: true })
    for (const name of folders) await mkdir(join(staging, name), { recursive: true })
    for (const file of files) {
      await mkdir(dirname(join(staging, file.name)), { recursive: true })
      await port.copyOut(file, join(staging, file.name))
    }
    await moveIntoPlace(staging, folder)
  } catch (cause) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
    throw outputError(cause, folder)
  }
}

/** Where a job makes what is to stand at `folder`: beside it, so that a rename is all that is left to do. */
export function stagingOf(folder: string, jobId: string): string {
  return join(dirname(folder), `.${basename(folder)}.${jobId.slice(0, 8)}.partial`)
}

/** Where a package's archive stands: beside its folder. */
export function zipOf(folder: string): string {
  return `${folder}.zip`
}

/**
 * A package is written over nothing.
 *
 * @throws AppError output.occupied, output.readonly
 */
export async function mustBeFree({ out, zip }: Pick<PackageRequest, 'out' | 'zip'>): Promise<void> {
  await isThere(out, [])
  if (zip === true && (await exists(zipOf(out))))
    throw new AppError('output.occupied', { folder: zipOf(out) })
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/**
 * Whether an earlier attempt already put these very files at `folder`.
 *
 * @throws AppError output.occupied when other files are there, output.readonly
 */
export async function isThere(folder: string, files: OutputFile[]): Promise<boolean> {
  if (!(await isOccupied(folder))) return false
  if (await holdsExactly(folder, files)) return true
  throw new AppError('output.occupied', { folder })
}

/** Renames `staging` to `folder`, where nothing or an empty folder stands: Windows does not rename over one. */
export async function moveIntoPlace(staging: string, folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined)
  await rename(staging, folder)
}

/** What the disk says to a result that was to stand at `folder`, in our codes. */
export function outputError(cause: unknown, folder: string): unknown {
  return diskError(cause, folder, { mustBeFree: true, onlyWrites: true })
}

async function isOccupied(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return false
    if (code === 'ENOTDIR') throw new AppError('output.occupied', { folder }, { cause })
    throw new AppError('output.readonly', { folder }, { cause })
  }
}

/** Whether an earlier attempt already put these very files there, before it could say so. */
async function holdsExactly(folder: string, files: OutputFile[]): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  if (entries.filter((entry) => entry.isFile()).length !== files.length) return false
  for (const file of files) {
    const info = await stat(join(folder, file.name)).catch(() => null)
    if (info?.size !== file.size) return false
  }
  return true
}

async function nearestExisting(folder: string): Promise<string> {
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    if ((await exists(parent)) || dirname(parent) === parent) return parent
  }
}
