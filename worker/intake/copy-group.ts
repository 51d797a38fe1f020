import { rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import type { CopiedFile } from '#worker/domain/project/survey.ts'
import { copyOne } from '#worker/intake/copy-file.ts'

/** How often a file that changes while it is copied is copied. */
const tries = 3
/** Milliseconds between them. */
const between = 300
/** File systems tell times no finer than this, in milliseconds: what is younger may change without showing it. */
const tick = 20

type Stamp = Pick<CopiedFile, 'size' | 'mtimeMs'>

/** What SQLite keeps beside a database that is in use. -shm is only of use to whoever has it open. */
const besides = ['-wal', '-journal']

/** Whether a name is a database's, whose companions have to come along from the same moment. */
export function isDatabaseName(name: string): boolean {
  return /\.(?:gpkg|sqlite3?|db3?|mbtiles)$/iu.test(name)
}

/** The database whose companion a name is, or null. */
export function databaseOf(name: string): string | null {
  return /^(.+)-(?:wal|journal|shm)$/u.exec(name)?.[1] ?? null
}

/**
 * Copies a file, a database with its journals, such that all of it is of one moment: sizes and times are the same
 * before and after. Answers what was copied, by suffix (`''` the file itself); nothing where it is gone.
 *
 * @param name of the file, for the words of an error
 * @throws AppError project.changing {file}; errors of the file system as they are; the signal's reason
 */
export async function copyGroup(
  from: string,
  to: string,
  { name, isDatabase, signal }: { name: string; isDatabase: boolean; signal: AbortSignal },
): Promise<Map<string, Stamp>> {
  const suffixes = isDatabase ? ['', ...besides] : ['']
  for (let attempt = 1; ; attempt += 1) {
    const before = await stampsOf(from, suffixes)
    const copied = await copyAll(from, to, before, signal)
    if (copied && isSame(before, await stampsOf(from, suffixes))) return before
    for (const suffix of suffixes) await rm(`${to}${suffix}`, { force: true })
    if (attempt === tries) throw new AppError('project.changing', { file: name })
    await pause(between, undefined, { signal }).catch((cause: unknown) => {
      signal.throwIfAborted()
      throw cause
    })
  }
}

/** False when one of them is gone or not yet at rest. */
async function copyAll(
  from: string,
  to: string,
  stamps: ReadonlyMap<string, Stamp>,
  signal: AbortSignal,
): Promise<boolean> {
  const youngest = Math.max(...[...stamps.values()].map(({ mtimeMs }) => mtimeMs))
  if (Math.abs(Date.now() - youngest) < tick) {
    await pause(tick)
    if (!isSame(stamps, await stampsOf(from, [...stamps.keys()]))) return false
  }
  for (const [suffix, { size }] of stamps) {
    try {
      await copyOne(`${from}${suffix}`, `${to}${suffix}`, size, signal)
    } catch (cause) {
      if (await isThere(`${from}${suffix}`)) throw cause
      return false
    }
  }
  return true
}

async function stampsOf(path: string, suffixes: readonly string[]): Promise<Map<string, Stamp>> {
  const stamps = new Map<string, Stamp>()
  for (const suffix of suffixes) {
    const info = await statOrNull(`${path}${suffix}`)
    if (info === null && suffix === '') return new Map()
    if (info !== null) stamps.set(suffix, { size: info.size, mtimeMs: info.mtimeMs })
  }
  return stamps
}

async function statOrNull(path: string) {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
    throw cause
  })
}

async function isThere(path: string): Promise<boolean> {
  return (await statOrNull(path)) !== null
}

function isSame(a: ReadonlyMap<string, Stamp>, b: ReadonlyMap<string, Stamp>): boolean {
  return (
    a.size === b.size &&
    [...a].every(([suffix, stamp]) => {
      const other = b.get(suffix)
      return other?.size === stamp.size && other.mtimeMs === stamp.mtimeMs
    })
  )
}
