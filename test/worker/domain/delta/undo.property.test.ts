import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AppliedDelta, Delta } from '#worker/api/deltas.ts'
import { keyMapOf } from '#worker/domain/delta/key-map.ts'
import { planChanges } from '#worker/domain/delta/plan-changes.ts'
import { settleChanges } from '#worker/domain/delta/settle-changes.ts'
import type { Deltas } from '#worker/store/deltas.ts'
import { delta, deltaFile } from '#test/worker/domain/delta/deltas.ts'
import { change, copyOf, type Layer } from '#test/worker/domain/delta/layer.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

const devices = ['dddddddd-0000-4000-8000-000000000001', 'dddddddd-0000-4000-8000-000000000002']

/** What somebody does on a device: to which of the features there, and with which values. */
const act = fc.record({
  device: fc.nat({ max: 1 }),
  method: fc.constantFrom('create' as const, 'patch' as const, 'patch' as const, 'delete' as const),
  which: fc.nat({ max: 20 }),
  depth: fc.constantFrom(null, 1, 2, 3),
  geometry: fc.constantFrom(undefined, null, 'POINT (1 2)', 'POINT (3 4)'),
  isStale: fc.boolean(),
  isRekeyed: fc.boolean(),
})
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** Several jobs, of which the last few are undone at once. */
const history = fc.record({
  jobs: fc.array(fc.array(act, { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
  kept: fc.nat({ max: 4 }),
  overwrite: fc.boolean(),
})

test(
  'what an inverse undoes is as if it had never been, whatever the deltas remembered',
  { timeout: 60_000 },
  async () => {
    const { deltas: ledger } = await temporaryLedger()
    let seen = 0
    let undone = 0
    let surprised = 0
    fc.assert(
      fc.property(history, ({ jobs, kept, overwrite }) => {
        const folder = `/projects/${(seen += 1)}`
        const world = { ledger, folder, layer: start(), overwrite }
        const earlier = jobs.slice(0, kept).flatMap((acts, at) => bring(world, acts, at))
        const before = {
          features: copyOf(world.layer).features,
          keys: ledger.keysOf(folder),
          counts: ledger.counts(folder),
        }
        const later = jobs.slice(kept).flatMap((acts, at) => bring(world, acts, kept + at))
        const uuids = later.map(({ uuid }) => uuid)
        if (uuids.length === 0) return
        const answers = run(world, 'undo', { uuids, inverse: true })
        const applied = later.filter(({ status }) => status === 'applied')
        undone += applied.length
        expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(applied.length)
        surprised += applied.filter(({ replaced }) => replaced !== undefined).length
        expect(world.layer.features).toEqual(before.features)
        expect(ledger.keysOf(folder)).toEqual(before.keys)
        expect(ledger.counts(folder).applied).toBe(before.counts.applied)
        expect(earlier.filter(({ status }) => status === 'applied')).toHaveLength(before.counts.applied ?? 0)
      }),
      { numRuns: 300 },
    )
    expect(undone).toBeGreaterThan(300)
    expect(surprised).toBeGreaterThan(100)
  },
)

interface World {
  ledger: Deltas
  folder: string
  layer: Layer
  overwrite: boolean
}

function start(): Layer {
  const feature = (fid: number) => ({ fid, geometry: 'POINT (0 0)', depth: fid, name: `well ${fid}` })
  return { features: new Map([1, 2, 3].map((fid) => [String(fid), feature(fid)])), lastKey: 3 }
}

/** A job with what two devices did since they last saw the layer. */
function bring(world: World, acts: readonly Act[], job: number): AppliedDelta[] {
  const views = devices.map(() => copyOf(world.layer))
  const deltas = acts.map((one, at) => deltaOf(one, views[one.device]!, job * 100 + at))
  if (deltas.length === 0) return []
  world.ledger.receive(world.folder, deltaFile(deltas))
  return run(world, `job ${job}`, { uuids: deltas.map(({ uuid }) => uuid), inverse: false })
}

function run(
  world: World,
  job: string,
  { uuids, inverse }: { uuids: string[]; inverse: boolean },
): AppliedDelta[] {
  const { ledger, folder, layer, overwrite } = world
  const request = {
    uuids,
    inverse,
    overwriteConflicts: overwrite && !inverse,
    again: false,
    role: 'manager' as const,
  }
  const known = ledger.find(folder, uuids)
  const planned = planChanges({ files: [], known, request, keys: keyMapOf(ledger.keysOf(folder), []) })
  const answers = settleChanges(planned, change(layer, planned.plan))
  ledger.settle(folder, { id: `${folder} ${job}`, inverse }, answers)
  return answers
}

/** The delta that a device writes, which has the same effect on its own view at once. */
function deltaOf(one: Act, view: Layer, number: number): Delta {
  const keys = [...view.features.keys()]
  const isNew = one.method === 'create' || keys.length === 0
  const localPk = isNew ? String(view.lastKey + 1) : keys[one.which % keys.length]!
  const clientId = devices[one.device]!
  const feature = view.features.get(localPk)
  const now = {
    attributes: {
      depth: one.depth,
      ...(isNew ? { fid: Number(localPk), name: 'new' } : one.isRekeyed ? { fid: view.lastKey + 50 } : {}),
    },
    ...(one.geometry === undefined ? {} : { geometry: one.geometry }),
  }
  const written = delta(number, { clientId, localPk, sourcePk: localPk })
  const { old: _old, new: _new, ...rest } = written
  const made: Delta = isNew
    ? { ...rest, method: 'create', new: now }
    : one.method === 'delete'
      ? { ...rest, method: 'delete', old: sideOf(feature, Object.keys(feature ?? {}), one.isStale) }
      : {
          ...rest,
          method: 'patch',
          old: sideOf(
            feature,
            [...Object.keys(now.attributes), ...('geometry' in now ? ['geometry'] : [])],
            one.isStale,
          ),
          new: now,
        }
  change(view, { deltas: [{ number: 0, delta: made, pk: localPk }] })
  return made
}

function sideOf(
  feature: Layer['features'] extends Map<string, infer F> ? F | undefined : never,
  names: string[],
  isStale: boolean,
) {
  const { geometry, ...attributes } = Object.fromEntries(names.map((name) => [name, feature?.[name] ?? null]))
  return {
    attributes: isStale ? { ...attributes, depth: 99 } : attributes,
    ...(names.includes('geometry') ? { geometry: geometry as string | null } : {}),
  }
}
