import fc from 'fast-check'
import { mkdir } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import type { Delta } from '#worker/api/deltas.ts'
import { apply, copyOf, delta, rowsOf } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const id = 'trees_11111111111'

interface Tree {
  name: string | null
  height: number | null
  wkt: string | null
}
type Layer = Map<number, Tree>

const first: Layer = new Map(
  [1, 2, 3, 4].map((fid) => [fid, { name: `t${fid}`, height: fid, wkt: `POINT (${fid} 0)` }]),
)

let project: string
beforeAll(async () => {
  await mkdir(path('runs'))
  ;({ project } = await makeProject({
    out: path('base'),
    file: 'site.qgs',
    layers: [
      {
        name: 'trees',
        kind: 'gpkg',
        id,
        fields: [{ name: 'name' }, { name: 'height', type: 'integer' }],
        features: [...first.values()].map(({ wkt, ...values }) => ({ wkt: wkt!, values })),
      },
    ],
  }))
})

const key = fc.integer({ min: 1, max: 9 })
const name = fc.option(fc.constantFrom('a', 'b', 't1', 't2'), { nil: null })
const height = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null })
const wkt = fc.option(
  fc.integer({ min: 1, max: 9 }).map((y) => `POINT (5 ${y})`),
  { nil: null },
)

type Change = { kind: 'create' | 'patch' | 'delete'; key: number; remembers: 'truth' | 'guess' } & Tree & {
    guess: Pick<Tree, 'name' | 'height'>
    own: boolean
  }
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('create', 'patch', 'delete'),
  key,
  remembers: fc.constantFrom('truth', 'truth', 'guess'),
  name,
  height,
  wkt,
  guess: fc.record({ name, height }),
  own: fc.boolean(),
})

/** What the model says of one change; the layer is changed with it. */
function play(layer: Layer, each: Change, overwrite: boolean): { sent: Delta; verdict: string } {
  const { name: now, height: tall, wkt: place } = each
  const attributes = { name: now, height: tall }
  const pk = String(each.key)
  if (each.kind === 'create') {
    const sent = delta(id, 'create', pk, {
      new: { geometry: place, attributes: each.own ? { fid: each.key, ...attributes } : attributes },
    })
    const isFree = each.own && !layer.has(each.key)
    layer.set(isFree ? each.key : nextKey(layer), { name: now, height: tall, wkt: place })
    return { sent, verdict: 'applied' }
  }
  const found = layer.get(each.key)
  const old = each.remembers === 'truth' && found ? { name: found.name, height: found.height } : each.guess
  const sent = delta(id, each.kind, pk, {
    old: { attributes: old },
    ...(each.kind === 'patch' ? { new: { geometry: place, attributes } } : {}),
  })
  if (!found) return { sent, verdict: 'not_applied' }
  const isConflict = old.name !== found.name || old.height !== found.height
  if (isConflict && !overwrite) return { sent, verdict: 'conflict' }
  if (each.kind === 'delete') layer.delete(each.key)
  // What a delta says to have been so already is not written.
  else {
    layer.set(each.key, {
      name: now === old.name ? found.name : now,
      height: tall === old.height ? found.height : tall,
      wkt: place,
    })
  }
  return { sent, verdict: 'applied' }
}

/** SQLite's AUTOINCREMENT never gives a key again. */
function nextKey(layer: Layer): number {
  return Math.max(highest.get(layer) ?? 0, ...layer.keys()) + 1
}
const highest = new WeakMap<Layer, number>()

test('random histories leave what a model of them leaves', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      async (changes, overwrite) => {
        const model: Layer = new Map(first)
        highest.set(model, first.size)
        const played = changes.map((each) => {
          const one = play(model, each, overwrite)
          highest.set(model, nextKey(model) - 1)
          return one
        })
        run++
        const copy = await copyOf(project, path(`runs/${run}`))
        const report = await apply(
          copy,
          played.map(({ sent }) => sent),
          { overwriteConflicts: overwrite },
        )
        expect(report.broken).toBeNull()
        expect(report.deltas.map(({ status }) => status)).toEqual(played.map(({ verdict }) => verdict))
        const stored = (await rowsOf(path(`runs/${run}/trees.gpkg`), 'trees')) as unknown as (Tree & {
          fid: number
        })[]
        const expected = [...model]
          .sort(([one], [other]) => one - other)
          .map(([fid, tree]) => ({ fid, ...tree }))
        expect(stored).toEqual(expected)
        for (const { before, after, expected: wanted } of report.layers) {
          expect([before, after, wanted]).toEqual([4, model.size, model.size])
        }
      },
    ),
    { numRuns: 25 },
  )
})
