import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** What may be combined into a GPL-3.0-or-later work, and is no copyleft of its own in the bundle. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'Zlib',
])

/** Only builds and tests use these, as programs; nothing of them is in what we ship. */
const devOnly: ReadonlySet<string> = new Set(['MPL-2.0'])

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
})

/** Whether each dependency's licence is one that we can ship, and each has an integrity hash (S18). */
export async function checkLicences(root: string): Promise<string[]> {
  return faultsOfLock(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')))
}

export function faultsOfLock(lock: unknown): string[] {
  const packages = Object.entries(Lock.parse(lock).packages).filter(([path]) => path !== '')
  return packages.flatMap(([path, entry]) => [
    ...(isAllowed(entry.license ?? '', entry.dev === true || entry.devOptional === true)
      ? []
      : [`${path}: licence ${entry.license ?? 'unknown'} is not on the list`]),
    ...(entry.integrity === undefined && entry.link !== true ? [`${path}: no integrity hash`] : []),
  ])
}

/** An SPDX expression with OR (one suffices) and AND (all needed). */
export function isAllowed(expression: string, dev: boolean): boolean {
  const bare = expression.replace(/[()]/g, '')
  return bare
    .split(/\s+OR\s+/)
    .some((choice) =>
      choice.split(/\s+AND\s+/).every((name) => allowed.has(name) || (dev && devOnly.has(name))),
    )
}
