import type { SyncChoice, SyncFile } from '#worker/api/cloud.ts'
import { type Compared, isSame } from '#worker/domain/cloud/compare.ts'
import { conflictNames, isConflictNameOf } from '#worker/domain/cloud/conflict-name.ts'
import { familiesOf } from '#worker/domain/cloud/families.ts'
import { orderTrips, type Trip } from '#worker/domain/cloud/order-sync.ts'
import { type Obstacles, refusalOf } from '#worker/domain/cloud/refuse.ts'
import { isSkipped } from '#worker/domain/cloud/skip.ts'
import { fold } from '#worker/domain/project/file-index.ts'

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
    there: there?.etag ?? null,
    partOf: null,
  }
}

/**
 * Files of one family that differ are decided as one: `partOf` of each but the first is the first one's name.
 *
 * @param names all that were compared
 */
export function withParts(files: readonly SyncFile[], names: readonly string[]): SyncFile[] {
  const differ = new Set(files.filter(({ action }) => action === 'conflict').map(({ name }) => name))
  const firsts = new Map<string, string>()
  for (const family of familiesOf(names)) {
    const [first, ...others] = family.filter((name) => differ.has(name))
    for (const other of others) if (first !== undefined) firsts.set(other, first)
  }
  return files.map((file) => ({ ...file, partOf: firsts.get(file.name) ?? null }))
}

export interface Wishes {
  choices: Readonly<Record<string, SyncChoice>>
  /** The server's versions that choices are about, by file name: their ETags. */
  seen: Readonly<Record<string, string>>
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
  const conflicts = files.filter(({ action }) => action === 'conflict')
  const decided = decide(conflicts, wishes)
  const asides = asidesOf(
    conflicts.filter(({ name }) => decided.get(name) === 'keepBoth'),
    pairs,
    wishes,
  )
  return orderTrips([
    ...asides,
    ...files.flatMap((file) => {
      const pair = pairs.get(file.name)
      return pair === undefined ? [] : tripsOf(file, pair, wishes, decided.get(file.name))
    }),
  ])
}

/**
 * What becomes of each conflict. A choice for one file of a family is one for all of it, and two that differ are none.
 * Ours replaces no version of the server's but the one that was seen when it was chosen.
 */
function decide(conflicts: readonly SyncFile[], { choices, seen }: Wishes): Map<string, SyncChoice> {
  const decided = new Map<string, SyncChoice>()
  for (const family of Map.groupBy(conflicts, ({ name, partOf }) => partOf ?? name).values()) {
    const [wish, ...others] = new Set(family.flatMap(({ name }) => choices[name] ?? []))
    const isLate = family.some(({ name, there }) => seen[name] !== undefined && seen[name] !== there)
    const isClear = wish !== undefined && others.length === 0 && !(wish === 'mine' && isLate)
    for (const { name } of family) decided.set(name, isClear ? wish : 'keepBoth')
  }
  return decided
}

/** The server's versions that are kept beside ours, here and there; with all that they need to be read. */
function asidesOf(
  conflicts: readonly SyncFile[],
  pairs: ReadonlyMap<string, Compared>,
  { day, names }: Wishes,
): Trip[] {
  const taken = new Map([...pairs.keys(), ...names].map((name) => [fold(name), name]))
  const families = familiesOf([...pairs.keys()])
  return [...Map.groupBy(conflicts, ({ name, partOf }) => partOf ?? name).keys()].flatMap((first) => {
    const whole = families.find((family) => family.includes(first)) ?? [first]
    const members = whole.flatMap((name) => pairs.get(name) ?? []).filter(({ there }) => there !== null)
    // A try that ended between the copy and its entry in the ledger had brought it down.
    const isHere = (other: string, name: string): boolean => {
      const [copy, there] = [pairs.get(taken.get(fold(other)) ?? '')?.here, pairs.get(name)?.there]
      return copy != null && there != null && isSame(copy, there)
    }
    const others = conflictNames(
      members.map(({ name }) => name),
      day,
      (other, name) => !taken.has(fold(other)) || isHere(other, name),
    )
    return members.flatMap(({ name, there }) => {
      const other = others.get(name) ?? name
      const wasBrought = [...pairs.values()].some((one) => isCopyOf(one, name, there))
      if (there === null || wasBrought) return []
      taken.set(fold(other), other)
      const { size, etag, isAttachment } = there
      const down: Trip = { name: other, remote: name, direction: 'down', size, etag, isAttachment }
      return isSkipped(other) ? [down] : [down, { ...down, remote: other, direction: 'up' }]
    })
  })
}

function isCopyOf({ name: other, here }: Compared, name: string, there: Compared['there']): boolean {
  return here !== null && there !== null && isConflictNameOf(other, name) && isSame(here, there)
}

function tripsOf(
  file: SyncFile,
  { name, here, there }: Compared,
  { choices, download }: Wishes,
  decided: SyncChoice | undefined,
): Trip[] {
  const { isAttachment } = file
  const choice = decided ?? choices[name]
  const up = (): Trip[] =>
    here === null
      ? []
      : [{ name, remote: name, direction: 'up', size: here.size, etag: here.etag, isAttachment }]
  const down = (): Trip[] =>
    there === null
      ? []
      : [{ name, remote: name, direction: 'down', size: there.size, etag: there.etag, isAttachment }]
  if (choice === 'skip' || file.action === 'refused') return []
  switch (file.action) {
    case 'up':
      return up()
    case 'down':
      // It is in the folder already when the server's is the newer one.
      return download || here !== null ? down() : []
    case 'missingHere':
      return choice === 'theirs' ? down() : []
    case 'missingThere':
      return choice === 'mine' ? up() : []
    case 'conflict':
      return choice === 'theirs' ? down() : up()
  }
}
