import type { SyncChoice, SyncFile } from '#worker/api/cloud.ts'
import { type Compared, isSame } from '#worker/domain/cloud/compare.ts'
import { conflictName, isConflictNameOf } from '#worker/domain/cloud/conflict-name.ts'
import { orderTrips, type Trip } from '#worker/domain/cloud/order-sync.ts'
import { type Obstacles, refusalOf } from '#worker/domain/cloud/refuse.ts'
import { isSkipped } from '#worker/domain/cloud/skip.ts'

/** What is to be done with a file, as a person reads it; null of those that are the same. */
export function syncFileOf(
  file: Compared,
  obstacles: Obstacles,
  isAttachment: (name: string) => boolean,
): SyncFile | null {
  const { name, standing, here, there } = file
  if (standing === 'same') return null
  const reason = refusalOf(file, obstacles)
  const size = standing === 'down' ? there?.size : (here?.size ?? there?.size)
  return {
    name,
    action: reason === null ? standing : 'refused',
    size: size ?? 0,
    isAttachment: there?.isAttachment ?? isAttachment(name),
    reason,
  }
}

export interface Wishes {
  choices: Readonly<Record<string, SyncChoice>>
  /** Bring what only the server has. */
  download: boolean
  /** `2026-11-22` */
  day: string
  /** Names in the folder, those that never travel too. */
  names: readonly string[]
}

/**
 * The files that travel, in their order. A conflict that nobody decided is kept in both versions: the server's comes
 * down beside ours, then both go up. What was deleted on one side stays so unless somebody chose the other side's.
 */
export function planTrips(files: readonly SyncFile[], compared: readonly Compared[], wishes: Wishes): Trip[] {
  const pairs = new Map(compared.map((one) => [one.name, one]))
  const taken = new Set([...pairs.keys(), ...wishes.names])
  return orderTrips(
    files.flatMap((file) => {
      const pair = pairs.get(file.name)
      if (pair === undefined) return []
      // A try that ended between the copy and its entry in the ledger had brought it down.
      const isHere = compared.some((one) => isCopyOf(one, pair))
      return tripsOf(file, pair, wishes, taken, isHere)
    }),
  )
}

function tripsOf(
  file: SyncFile,
  { name, here, there }: Compared,
  { choices, download, day }: Wishes,
  taken: Set<string>,
  isHere: boolean,
): Trip[] {
  const { isAttachment } = file
  const choice = choices[name]
  const up = (): Trip[] =>
    here === null
      ? []
      : [{ name, remote: name, direction: 'up', size: here.size, etag: here.etag, isAttachment }]
  const down = (as = name): Trip[] =>
    there === null
      ? []
      : [{ name: as, remote: name, direction: 'down', size: there.size, etag: there.etag, isAttachment }]
  if (choice === 'skip' || file.action === 'refused') return []
  if (file.action === 'up') return up()
  // It is in the folder already when the server's is the newer one.
  if (file.action === 'down') return download || here !== null ? down() : []
  if (file.action === 'missingHere') return choice === 'theirs' ? down() : []
  if (file.action === 'missingThere') return choice === 'mine' ? up() : []
  if (choice === 'mine' || (isHere && choice !== 'theirs')) return up()
  if (choice === 'theirs') return down()
  const other = conflictName(name, day, taken)
  taken.add(other)
  const copy: Trip[] =
    there === null || isSkipped(other)
      ? []
      : [
          {
            name: other,
            remote: other,
            direction: 'up',
            size: there.size,
            etag: there.etag,
            isAttachment,
          },
        ]
  return [...down(other), ...up(), ...copy]
}

function isCopyOf(one: Compared, { name, standing, there }: Compared): boolean {
  if (standing !== 'conflict' || there === null || one.here === null) return false
  return isConflictNameOf(one.name, name) && isSame(one.here, there)
}
