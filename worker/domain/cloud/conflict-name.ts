import { isProjectFile } from '#worker/domain/cloud/check-file.ts'

/**
 * What the server's versions are called beside ours: `trees (server 2026-11-22).gpkg`, with a number where that is
 * taken, the same one for all files of a family. A project file gets QGIS' ending for backups too: there is one
 * project in a folder.
 *
 * @param names what is one thing: a file, or a Shapefile's
 * @param day `2026-11-22`
 * @param isFree whether the version of `name` may be called `other`
 * @returns the other names by the names
 */
export function conflictNames(
  names: readonly string[],
  day: string,
  isFree: (other: string, name: string) => boolean,
): Map<string, string> {
  for (let number = 1; ; number += 1) {
    const told = number === 1 ? `server ${day}` : `server ${day} ${number}`
    const others = new Map(names.map((name) => [name, otherName(name, told)]))
    if ([...others].every(([name, other]) => isFree(other, name))) return others
  }
}

function otherName(name: string, told: string): string {
  const { folder, stem, ending } = partsOf(name)
  return `${folder}${stem} (${told})${ending}${isProjectFile(name) ? '~' : ''}`
}

/** Whether `other` is what a server's version of `name` was called, on whatever day. */
export function isConflictNameOf(other: string, name: string): boolean {
  const { folder, stem, ending } = partsOf(name)
  if (!other.startsWith(`${folder}${stem} (server `) || !other.endsWith(`)${ending}`)) return false
  return /^\d{4}-\d\d-\d\d( \d+)?$/u.test(
    other.slice(`${folder}${stem} (server `.length, other.length - `)${ending}`.length),
  )
}

function partsOf(name: string): { folder: string; stem: string; ending: string } {
  // A Shapefile's metadata have two endings.
  const parts = /^(.*\/)?(.+?)((?:(?:\.shp)?\.[^./]*)?)$/isu.exec(name)
  const [, folder = '', stem = '', ending = ''] = parts ?? []
  return { folder, stem, ending }
}
