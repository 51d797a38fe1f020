import { isUsualEtag } from '#worker/domain/cloud/etag.ts'

/** A file of the folder. */
export interface FileHere {
  name: string
  /** Bytes. */
  size: number
  /** As QFieldCloud makes it, see etag.ts. */
  etag: string
  /** Hex. */
  sha256: string
}

/** With the time at which it was as it was hashed, in milliseconds since 1970. */
export interface HashedFile extends FileHere {
  mtimeMs: number
}

/** A file of the project. */
export interface FileThere {
  name: string
  /** Bytes. */
  size: number
  etag: string
  /** Null where the server does not say. */
  sha256: string | null
  isAttachment: boolean
}

/** A file as it was when both sides were last seen to have the same. */
export interface FileBase {
  name: string
  size: number
  sha256: string
  /** The server's own, however it was cut. */
  etag: string
}

export type Standing = 'same' | 'up' | 'down' | 'conflict' | 'missingHere' | 'missingThere'

/** Whether both sides are proven to hold the same bytes. */
export function isSame(here: FileHere, there: Omit<FileThere, 'isAttachment'>): boolean {
  if (here.size !== there.size) return false
  return there.sha256 === null ? here.etag === there.etag : here.sha256 === there.sha256
}

/** Whether the server still has what it had; null: it had, or has, no such file. */
export function isStill(now: Omit<FileThere, 'isAttachment'> | null, before: typeof now): boolean {
  if (now === null || before === null) return now === before
  if (now.sha256 !== null && before.sha256 !== null) return now.sha256 === before.sha256
  return now.size === before.size && now.etag === before.etag
}

/** Whether the server has what was sent. Where another program's ETag is all it tells, the size has to do. */
export function isStored(here: FileHere, there: Omit<FileThere, 'isAttachment'>): boolean {
  return isSame(here, there) || (here.size === there.size && there.sha256 === null && !isUsualEtag(there))
}

/**
 * What is to be done with one file, from the last sync, here and there. Without a last sync only the same bytes are
 * the same. A change wins over a deletion; a deletion alone is never carried to the other side.
 *
 * @returns null when neither side has it
 */
export function standingOf(
  here: FileHere | null,
  there: FileThere | null,
  base: FileBase | null,
): Standing | null {
  if (here === null && there === null) return null
  if (here === null) return base === null || isChangedThere(there, base) ? 'down' : 'missingHere'
  if (there === null) return base === null || isChangedHere(here, base) ? 'up' : 'missingThere'
  if (isSame(here, there)) return 'same'
  if (base === null) return 'conflict'
  const changedHere = isChangedHere(here, base)
  const changedThere = isChangedThere(there, base)
  if (changedHere && changedThere) return 'conflict'
  // Neither: what the server tells proves nothing, and nothing has moved since it was proven.
  if (!changedHere && !changedThere) return 'same'
  return changedHere ? 'up' : 'down'
}

function isChangedHere(here: FileHere, base: FileBase): boolean {
  return here.size !== base.size || here.sha256 !== base.sha256
}

function isChangedThere(there: FileThere | null, base: FileBase): boolean {
  if (there === null || there.size !== base.size) return true
  return there.sha256 === null ? there.etag !== base.etag : there.sha256 !== base.sha256
}

export interface Compared {
  name: string
  standing: Standing
  here: FileHere | null
  there: FileThere | null
}

/** Every file of either side, by name. */
export function compare(
  here: readonly FileHere[],
  there: readonly FileThere[],
  base: readonly FileBase[],
): Compared[] {
  const ours = byName(here)
  const theirs = byName(there)
  const last = byName(base)
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((name) => {
    const pair = { here: ours.get(name) ?? null, there: theirs.get(name) ?? null }
    const standing = standingOf(pair.here, pair.there, last.get(name) ?? null)
    return standing === null ? [] : [{ name, standing, ...pair }]
  })
}

function byName<T extends { name: string }>(files: readonly T[]): Map<string, T> {
  return new Map(files.map((file) => [file.name, file]))
}
