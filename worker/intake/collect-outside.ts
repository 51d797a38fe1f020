import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { sidecarsOf } from '#worker/domain/package/sidecars-of.ts'
import { baseName, fold } from '#worker/domain/project/file-index.ts'
import { copyGroup, isDatabaseName } from '#worker/intake/copy-group.ts'

/**
 * Copies a file with everything that belongs to it into the folder `to`, under a name that none of `taken` has in any
 * folder: packages put files of all folders into one.
 *
 * @param from absolute
 * @param taken relative names, to which the new one is added
 * @returns the new name
 * @throws AppError input.missing, input.unreadable {file}, project.changing; errors of the file system of writing; the signal's reason
 */
export async function collectOutside(
  from: string,
  to: string,
  taken: Set<string>,
  signal: AbortSignal,
): Promise<string> {
  const main = basename(from)
  const stem = main.slice(0, main.length - extname(main).length)
  const siblings = await readdir(dirname(from)).catch((cause: unknown) => {
    throw new AppError('input.unreadable', { file: from }, { cause })
  })
  if (!siblings.includes(main)) throw new AppError('input.missing', { file: from })
  const free = freeStem(stem, taken)
  // From a system where case makes no difference its parts may be written otherwise.
  const parts = new Set(
    sidecarsOf(
      main.toLowerCase(),
      siblings.map((name) => name.toLowerCase()),
    ),
  )
  const others = siblings.filter((name) => name !== main && parts.has(name.toLowerCase()))
  for (const name of [main, ...others]) {
    const target = `${free}${name.slice(stem.length)}`
    await copyGroup(join(dirname(from), name), join(to, target), {
      name: from,
      isDatabase: isDatabaseName(name),
      signal,
    })
    taken.add(target)
  }
  return `${free}${main.slice(stem.length)}`
}

function freeStem(stem: string, taken: ReadonlySet<string>): string {
  const stems = new Set([...taken].map((name) => fold(baseName(name).replace(/\..*$/u, ''))))
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? stem : `${stem}_${number}`
    if (!stems.has(fold(name.replace(/\..*$/u, '')))) return name
  }
}
