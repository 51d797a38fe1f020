import { stat } from 'node:fs/promises'
import { basename, isAbsolute, resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { FileRef } from '#electron/api/files.ts'
import type { Grants } from '#electron/ipc/grants.ts'

/**
 * Grants a path that the user named, and describes it.
 *
 * @throws AppError input.missing when nothing is there
 */
export async function grantPath(grants: Grants, path: string): Promise<FileRef> {
  const name = basename(path)
  if (!isAbsolute(path)) throw new AppError('input.missing', { file: name })
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('input.missing', { file: name }, { cause })
  })
  if (found.isDirectory()) grants.grantFolder(path)
  else grants.grantFile(path)
  return { path, name, size: found.isDirectory() ? 0 : found.size, isFolder: found.isDirectory() }
}

const openable = /\.(xlsx|xlsm|xls|ods|qgs|qgz)$/i

/** The forms and projects among the words of a command line, absolute. */
export function filesIn(argv: readonly string[], cwd: string): string[] {
  return argv
    .slice(1)
    .filter((word) => !word.startsWith('-') && openable.test(word))
    .map((word) => resolve(cwd, word))
}
