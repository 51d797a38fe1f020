import { isProjectFile } from '#worker/domain/cloud/check-file.ts'
import { fold } from '#worker/domain/project/file-index.ts'

/**
 * What the server's version is called beside ours: `trees (server 2026-11-22).gpkg`, with a number where that is
 * taken. A project file gets QGIS' ending for backups too: there is one project in a folder.
 *
 * @param day `2026-11-22`
 * @param taken names of both sides
 */
export function conflictName(name: string, day: string, taken: Iterable<string>): string {
  const used = new Set(Array.from(taken, fold))
  const { folder, stem, ending } = partsOf(name)
  const backup = isProjectFile(name) ? '~' : ''
  for (let number = 1; ; number += 1) {
    const told = number === 1 ? `server ${day}` : `server ${day} ${number}`
    const other = `${folder}${stem} (${told})${ending}${backup}`
    if (!used.has(fold(other))) return other
  }
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
  const [, folder = '', stem = '', ending = ''] = /^(.*\/)?(.+?)((?:\.[^./]*)?)$/su.exec(name) ?? []
  return { folder, stem, ending }
}
