import { resolve } from 'node:path'

/**
 * A name for a new folder beside another one: `/maps/ward-5-package`, or with a number when that is taken.
 *
 * @param isTaken whether something stands at a path
 */
export function freeBeside(folder: string, suffix: string, isTaken: (path: string) => boolean): string {
  const first = `${resolve(folder)}-${suffix}`
  for (let number = 1; ; number++) {
    const path = number === 1 ? first : `${first}-${number}`
    if (!isTaken(path)) return path
  }
}
