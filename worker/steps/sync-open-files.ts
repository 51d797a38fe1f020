import { type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'

/**
 * A database whose journal has what the file has not is only half of itself.
 *
 * @throws AppError project.inUse
 */
export function mustBeClosed(folder: string, name: string): void {
  for (const ending of ['-wal', '-journal'])
    if (sizeOf(folder, `${name}${ending}`) > 0) throw new AppError('project.inUse', { file: name })
}

/**
 * A database that somebody edits is not replaced, even with an empty journal: what they write next would go to the
 * file that is gone, or its journal into the new one.
 *
 * @throws AppError project.inUse
 */
export function mustBeIdle(folder: string, name: string): void {
  for (const ending of ['-wal', '-journal', '-shm'])
    if (sizeOf(folder, `${name}${ending}`) >= 0) throw new AppError('project.inUse', { file: name })
}

/** A file as it is now; null of what is not there. Not by way of a thread, which costs more than the look itself. */
export function lookAtFile(folder: string, name: string): Stats | null {
  try {
    return statSync(join(folder, name), { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}

/** Bytes; -1 of what is not there. */
function sizeOf(folder: string, name: string): number {
  return lookAtFile(folder, name)?.size ?? -1
}
