import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#worker/api/errors.ts'
import type { OutputFile } from '#worker/api/output.ts'
import { outputError } from '#worker/steps/folder.ts'
import type { FilesPort } from '#worker/steps/ports.ts'

/** A file of a project that a job changed in its copy. */
export interface ChangedFile {
  /** Relative to the project's folder. */
  name: string
  /** Null: the job made it. */
  before: OutputFile | null
  after: OutputFile
}

/** Files that a job kept as `before/<name>` and `after/<name>`. */
export function changedFiles(files: readonly OutputFile[]): ChangedFile[] {
  const find = (name: string) => files.find((file) => file.name === name) ?? null
  return files
    .filter(({ name }) => name.startsWith('after/'))
    .map((after) => {
      const name = after.name.slice('after/'.length)
      return { name, before: find(`before/${name}`), after }
    })
}

/**
 * Puts changed files into the coordinator's folder, all or none, and only over what the job had started from: what
 * somebody changed meanwhile stays. Doing it again after a crash gives the same folder.
 *
 * @param isFree throws AppError project.inUse when another program has one of these files open
 * @throws AppError project.changed, project.inUse, output.full, output.readonly
 */
export async function putBack(
  folder: string,
  changes: readonly ChangedFile[],
  jobId: string,
  files: FilesPort,
  isFree: (paths: string[]) => Promise<void>,
): Promise<void> {
  const due = await findDue(folder, changes)
  if (due.length === 0) return
  await isFree(due.filter(({ before }) => before !== null).map(({ name }) => join(folder, name)))
  const partOf = ({ name }: ChangedFile) => join(folder, `${name}.${jobId.slice(0, 8)}.partial`)
  const done: ChangedFile[] = []
  try {
    for (const change of due) {
      const target = join(folder, change.name)
      await files.copyOut(change.after, partOf(change))
      if (change.before !== null) await chmod(partOf(change), (await stat(target)).mode)
      await sync(partOf(change))
    }
    for (const change of due) {
      await rename(partOf(change), join(folder, change.name))
      done.push(change)
    }
    // The ledger is about to say that it is done: a power cut must not make a lie of that.
    for (const parent of new Set(due.map(({ name }) => dirname(join(folder, name))))) await sync(parent)
  } catch (cause) {
    await takeBack(folder, done, files, partOf)
    throw outputError(cause, folder)
  } finally {
    for (const change of due) await rm(partOf(change), { force: true })
  }
}

/** Waits until the disk has it. Windows opens no folders, and needs no such word for them. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r').catch(() => null)
  try {
    await file?.sync().catch(() => undefined)
  } finally {
    await file?.close()
  }
}

/** Those that are not there yet. @throws AppError project.changed */
async function findDue(folder: string, changes: readonly ChangedFile[]): Promise<ChangedFile[]> {
  const due: ChangedFile[] = []
  for (const change of changes) {
    const found = await hashOf(join(folder, change.name))
    if (found === change.after.sha256) continue
    if (found !== (change.before?.sha256 ?? null))
      throw new AppError('project.changed', { file: change.name })
    due.push(change)
  }
  return due
}

async function takeBack(
  folder: string,
  done: readonly ChangedFile[],
  files: FilesPort,
  partOf: (change: ChangedFile) => string,
): Promise<void> {
  for (const change of done) {
    const target = join(folder, change.name)
    if (change.before === null) {
      await rm(target, { force: true })
    } else {
      await files.copyOut(change.before, partOf(change))
      await rename(partOf(change), target)
    }
  }
}

/** Null when there is no such file. */
async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
  return hash.digest('hex')
}
