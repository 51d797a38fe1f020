import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SyncChoice } from '#worker/api/cloud.ts'
import {
  compare,
  type FileBase,
  type FileHere,
  type FileThere,
  isSame,
} from '#worker/domain/cloud/compare.ts'
import { joinFamilies } from '#worker/domain/cloud/families.ts'
import { phaseOf, phases } from '#worker/domain/cloud/order-sync.ts'
import { planTrips, syncFileOf, withParts } from '#worker/domain/cloud/plan-trips.ts'
import { obstaclesOf } from '#worker/domain/cloud/refuse.ts'

/** A side as what each name holds. */
type Side = Map<string, string>

const names = ['trees.gpkg', 'roads.shp', 'roads.dbf', 'site.qgs', 'DCIM/a.jpg', 'a/b.csv']
const side = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom('1', '22', '3', '44')), {
    selector: ([name]) => name,
  })
  .map((entries): Side => new Map(entries))
const anyChoices = fc.dictionary(
  fc.constantFrom(...names),
  fc.constantFrom<SyncChoice>('mine', 'theirs', 'keepBoth', 'skip'),
)

/** Stands for any hash: the content itself tells all that a hash would. */
const hashOf = (content: string): string => `hash of ${content}`
const hereOf = (files: Side): FileHere[] =>
  [...files].map(([name, content]) => ({
    name,
    size: content.length,
    etag: hashOf(content),
    sha256: hashOf(content),
  }))

/** A server tells the sha256, or only its own ETag, or an ETag of somebody else's. */
type Told = 'sha256' | 'etag' | 'otherEtag'
const thereOf = (files: Side, told: Told): FileThere[] =>
  [...files].map(([name, content]) => ({
    name,
    size: content.length,
    etag: told === 'otherEtag' ? `other ${content}` : hashOf(content),
    sha256: told === 'sha256' ? hashOf(content) : null,
    isAttachment: name.startsWith('DCIM/'),
  }))
const baseOf = (files: Side, told: Told): FileBase[] =>
  thereOf(files, told).map(({ name, size, etag }) => ({
    name,
    size,
    etag,
    sha256: hashOf(files.get(name) ?? ''),
  }))

interface World {
  here: Side
  there: Side
  /** What was replaced here, kept in the ledger. */
  kept: Set<string>
}

interface Chosen {
  choices?: Record<string, SyncChoice>
  seen?: Record<string, string>
  download?: boolean
}

function plan(
  world: World,
  base: Side,
  told: Told,
  { choices = {}, seen = {}, download = true }: Chosen = {},
) {
  const compared = joinFamilies(compare(hereOf(world.here), thereOf(world.there, told), baseOf(base, told)))
  const obstacles = obstaclesOf(compared, { journaled: new Set(), linked: new Set(), project: 'site.qgs' })
  const files = withParts(
    compared.flatMap((file) => syncFileOf(file, obstacles, (name) => name.startsWith('DCIM/')) ?? []),
    compared.map(({ name }) => name),
  )
  const wishes = { choices, seen, download, day: '2026-11-22', names: [...world.here.keys()] }
  return { compared, files, trips: planTrips(files, compared, wishes) }
}

/** Carries the trips out, one after the other, as the steps do. */
function travel({ here, there }: World, trips: ReturnType<typeof plan>['trips']): World {
  const after: World = { here: new Map(here), there: new Map(there), kept: new Set() }
  for (const { direction, name, remote } of trips) {
    const content = direction === 'up' ? after.here.get(name) : after.there.get(remote)
    expect(content).toBeDefined()
    if (direction === 'up') after.there.set(remote, content ?? '')
    else {
      const before = after.here.get(name)
      if (before !== undefined) after.kept.add(before)
      after.here.set(name, content ?? '')
    }
  }
  return after
}

const often = { numRuns: 1000 }
const world = fc.record({ here: side, there: side, base: side })
const told = fc.constantFrom<Told>('sha256', 'etag', 'otherEtag')

test('whatever was before, no content is lost on this side, and no name on either', () => {
  fc.assert(
    fc.property(world, told, anyChoices, fc.boolean(), ({ here, there, base }, how, chosen, download) => {
      const before: World = { here, there, kept: new Set() }
      const after = travel(before, plan(before, base, how, { choices: chosen, download }).trips)
      const left = new Set([...after.here.values(), ...after.kept])
      for (const content of here.values()) expect(left).toContain(content)
      for (const name of here.keys()) expect(after.here.has(name)).toBe(true)
      for (const name of there.keys()) expect(after.there.has(name)).toBe(true)
    }),
    often,
  )
})

test('without choices, what only the server knew is there afterwards, or was an older version of ours', () => {
  fc.assert(
    fc.property(world, ({ here, there, base }) => {
      const before: World = { here, there, kept: new Set() }
      const after = travel(before, plan(before, base, 'sha256').trips)
      const changed = [...there].filter(([name, content]) => base.get(name) !== content)
      const all = [...after.there.values(), ...after.here.values()]
      // Ours goes up over the server's project file, which stays here as a backup.
      const lost = changed.filter(
        ([name, content]) => !(name === 'site.qgs' ? all : [...after.there.values()]).includes(content),
      )
      expect(lost).toEqual([])
    }),
    often,
  )
})

test('a sync without choices leaves nothing to be moved by the next one', () => {
  fc.assert(
    fc.property(world, ({ here, there, base }) => {
      const before: World = { here, there, kept: new Set() }
      const first = plan(before, base, 'sha256')
      const after = travel(before, first.trips)
      const equal = [...after.here].filter(([name, content]) => after.there.get(name) === content)
      const next = plan(after, new Map([...base, ...equal]), 'sha256')
      expect(next.trips.filter(({ name }) => !name.endsWith('~'))).toEqual([])
    }),
    often,
  )
})

test('two sides are the same only where they are proven to be, and files that are the same never move', () => {
  fc.assert(
    fc.property(world, told, ({ here, there, base }, how) => {
      const { compared, trips } = plan({ here, there, kept: new Set() }, base, how)
      for (const { name, standing, here: ours, there: its } of compared) {
        if (standing !== 'same') continue
        const isProven = ours !== null && its !== null && isSame(ours, its)
        const isUnmoved = here.get(name) === base.get(name) && there.get(name) === base.get(name)
        expect(isProven || isUnmoved).toBe(true)
        expect(trips.some((trip) => trip.name === name)).toBe(false)
      }
    }),
    often,
  )
})

test('versions to keep come first, the project file is the last one up, and small files go before large ones', () => {
  fc.assert(
    fc.property(world, anyChoices, ({ here, there, base }, chosen) => {
      const { trips } = plan({ here, there, kept: new Set() }, base, 'sha256', { choices: chosen })
      const ranks = trips.map((trip) => phases.indexOf(phaseOf(trip)))
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      const ups = trips.filter(({ direction }) => direction === 'up')
      const beforeLast = ups.slice(0, -1).map(({ name }) => name)
      expect(beforeLast).not.toContain('site.qgs')
      const data = ups.filter((trip) => phaseOf(trip) === 'data').map(({ size }) => size)
      expect(data).toEqual(data.toSorted((a, b) => a - b))
    }),
    often,
  )
})

test('ours replaces no version of the server that was not seen when it was chosen', () => {
  fc.assert(
    fc.property(world, anyChoices, ({ here, there, base }, chosen) => {
      const mine = Object.fromEntries(Object.keys(chosen).map((name) => [name, 'mine' as const]))
      const before: World = { here, there, kept: new Set() }
      const seen = Object.fromEntries(names.map((name) => [name, 'an older one']))
      const after = travel(before, plan(before, base, 'sha256', { choices: mine, seen }).trips)
      const undecided = travel(before, plan(before, base, 'sha256').trips)
      // As if nothing had been chosen, but for what somebody took from the server, where nothing is replaced.
      for (const [name, content] of undecided.there) expect(after.there.get(name)).toBe(content)
      const now = Object.fromEntries(thereOf(there, 'sha256').map(({ name, etag }) => [name, etag]))
      expect(plan(before, base, 'sha256', { choices: mine, seen: now }).trips).toEqual(
        plan(before, base, 'sha256', { choices: mine }).trips,
      )
    }),
    often,
  )
})

test('a Shapefile is decided as one, and its other version is a whole one', () => {
  const one = fc.constantFrom('1', '22', '3', '44')
  const shapefile = fc
    .record({ 'roads.shp': one, 'roads.dbf': one, 'roads.prj': one })
    .map((files): Side => new Map(Object.entries(files)))
  const chosenOf = fc.dictionary(
    fc.constantFrom('roads.shp', 'roads.dbf', 'roads.prj'),
    fc.constantFrom<SyncChoice>('mine', 'theirs', 'keepBoth', 'skip'),
  )
  fc.assert(
    fc.property(shapefile, shapefile, chosenOf, (here, there, chosen) => {
      const before: World = { here, there, kept: new Set() }
      const after = travel(before, plan(before, new Map(), 'sha256', { choices: chosen }).trips)
      const wholes = [here, there].map((files) => JSON.stringify([...files.values()]))
      for (const end of [after.here, after.there]) {
        const versions = Map.groupBy(end, ([name]) => name.replace(/\.\w+$/, ''))
        for (const files of versions.values())
          expect(wholes).toContain(JSON.stringify(['shp', 'dbf', 'prj'].map((ending) => of(files, ending))))
      }
    }),
    often,
  )
  function of(files: [string, string][], ending: string): string | undefined {
    return files.find(([name]) => name.endsWith(ending))?.[1]
  }
})
