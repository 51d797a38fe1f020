import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'

/**
 * A database whose journal has what the file has not is only half of itself.
 *
 * @throws AppError project.inUse
 */
export async function mustBeClosed(folder: string, name: string): Promise<void> {
  for (const ending of ['-wal', '-journal'])
    if ((await sizeOf(folder, `${name}${ending}`)) > 0) throw new AppError('project.inUse', { file: name })
}

/**
 * A database that somebody edits is not replaced, even with an empty journal: what they write next would go to the
 * file that is gone, or its journal into the new one.
 *
 * @throws AppError project.inUse
 */
export async function mustBeIdle(folder: string, name: string): Promise<void> {
  for (const ending of ['-wal', '-journal', '-shm'])
    if ((await sizeOf(folder, `${name}${ending}`)) >= 0) throw new AppError('project.inUse', { file: name })
}

/** Bytes; -1 of what is not there. */
async function sizeOf(folder: string, name: string): Promise<number> {
  return stat(join(folder, name)).then(
    ({ size }) => size,
    () => -1,
  )
}
