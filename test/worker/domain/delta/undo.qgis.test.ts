import { dirname } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Delta, DeltaSide } from '#worker/api/deltas.ts'
import { keyMapOf } from '#worker/domain/delta/key-map.ts'
import { parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { planChanges } from '#worker/domain/delta/plan-changes.ts'
import { settleChanges } from '#worker/domain/delta/settle-changes.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { copyOf, rowsOf } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'
import { delta, deltaFile, uuidOf } from '#test/worker/domain/delta/deltas.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

const { path } = scratch()
const layer = 'wells_11111111111'
const phones = [1, 2].map((number) => `dddddddd-0000-4000-8000-00000000000${number}`)
/** Of GeoJSON, GDAL 3.6 cannot delete what an earlier job made: the session says so, and the copy is thrown away. */
const kinds = ['gpkg', 'shp'] as const

let projects: Record<(typeof kinds)[number], string>
beforeAll(async () => {
  const made = await Promise.all(
    kinds.map(async (kind) => {
      const { project } = await makeProject({
        out: path(`base-${kind}`),
        file: 'site.qgs',
        layers: [
          {
            name: 'wells',
            kind,
            id: layer,
            ...(kind === 'gpkg' ? { sql: ['ALTER TABLE wells ADD COLUMN code INTEGER'] } : {}),
            fields: [
              ...(kind === 'gpkg' ? [] : [{ name: 'fid', type: 'integer' as const }]),
              { name: 'name' },
              { name: 'depth', type: 'integer' },
              { name: 'flow', type: 'decimal' },
              { name: 'dug', type: 'date' },
            ],
            features: [1, 2, 3, 4].map((fid) => ({
              wkt: `Point (${fid} 0)`,
              values: {
                ...(kind === 'gpkg' ? {} : { fid }),
                name: `well ${fid}`,
                depth: fid * 10,
                flow: fid / 4,
                dug: '2020-02-29',
              },
            })),
          },
        ],
      })
      return [kind, project] as const
    }),
  )
  projects = Object.fromEntries(made) as typeof projects
})

/** A delta of a phone about the feature that it calls `pk`. */
function change(
  number: number,
  phone: number,
  method: Delta['method'],
  pk: number,
  sides: { old?: DeltaSide; new?: DeltaSide },
) {
  const {
    old: _old,
    new: _new,
    ...rest
  } = delta(number, {
    clientId: phones[phone]!,
    localPk: String(pk),
    sourcePk: String(pk),
    localLayerId: layer,
    sourceLayerId: layer,
  })
  return { ...rest, method, ...sides }
}

const made = (fid: number, depth: number): DeltaSide => ({
  geometry: `Point (${depth} ${depth})`,
  attributes: { fid, name: null, depth, flow: 1.5, dug: '2024-01-31' },
})

const well = (fid: number): DeltaSide => ({
  geometry: `Point (${fid} 0)`,
  attributes: { fid, name: `well ${fid}`, depth: fid * 10, flow: fid / 4, dug: '2020-02-29' },
})

/**
 * First day: two phones make a feature, of one key in formats that keep keys apart; they change, move, empty and
 * delete others. Second: they go on with that.
 */
const daysWith = (other: number): Delta[][] => [
  [
    change(1, 0, 'create', 5, { new: made(5, 50) }),
    change(2, 1, 'create', other, { new: made(other, 60) }),
    change(3, 0, 'patch', 1, {
      old: { geometry: 'Point (1 0)', attributes: { depth: 10, dug: '2020-02-29', name: 'well 1' } },
      new: { geometry: 'Point (7 7)', attributes: { depth: null, dug: null, name: 'Kisima' } },
    }),
    change(4, 1, 'patch', 1, { old: { attributes: { depth: 10 } }, new: { attributes: { depth: 11 } } }),
    change(5, 1, 'delete', 2, { old: well(2) }),
  ],
  [
    change(6, 1, 'patch', other, { old: { attributes: { flow: 1.5 } }, new: { attributes: { flow: 2.25 } } }),
    change(7, 0, 'delete', 5, { old: made(5, 50) }),
    change(8, 0, 'delete', 3, { old: well(3) }),
    change(9, 0, 'patch', 1, {
      old: { attributes: { name: 'Kisima' } },
      new: { attributes: { name: 'Kisima cha juu' } },
    }),
  ],
]

async function open(kind: (typeof kinds)[number], name: string, overwriteConflicts = false) {
  const project = await copyOf(projects[kind], path(name))
  const folder = dirname(project)
  const { deltas: ledger } = await temporaryLedger()
  async function run(job: string, uuids: string[], inverse = false) {
    const planned = planChanges({
      files: [],
      known: ledger.find(folder, uuids),
      request: {
        uuids,
        inverse,
        overwriteConflicts: overwriteConflicts && !inverse,
        again: false,
        role: 'manager',
      },
      keys: keyMapOf(ledger.keysOf(folder), []),
    })
    const plan = { ...planned.plan, dryRun: false }
    const report = await succeed('changes', { project, root: folder, plan, offline: true })
    for (const { after, expected } of report.layers) expect(after).toBe(expected)
    expect(report.broken).toBeNull()
    const answers = settleChanges(planned, report)
    ledger.settle(folder, { id: job, inverse }, answers)
    return answers.map(({ uuid, status }) => `${Number(uuid.slice(-2))} ${status}`)
  }
  async function bring(day: Delta[]) {
    ledger.receive(folder, deltaFile(day))
    return run(
      `job ${day[0]?.uuid}`,
      day.map(({ uuid }) => uuid),
    )
  }
  const rows = async () =>
    (await rowsOf(`${folder}/wells.${kind}`)).sort((one, other) => Number(one['fid']) - Number(other['fid']))
  return { folder, ledger, run, bring, rows }
}

test.each(kinds)('two days of changes of a %s are undone, day by day', async (kind) => {
  const { bring, run, rows } = await open(kind, `days-${kind}`)
  const days = daysWith(kind === 'gpkg' ? 5 : 6)
  const morning = await rows()
  expect(await bring(days[0]!)).toEqual(['1 applied', '2 applied', '3 applied', '4 conflict', '5 applied'])
  const evening = await rows()
  expect(evening).not.toEqual(morning)
  expect((await bring(days[1]!)).filter((verdict) => verdict.endsWith('applied')).length).toBeGreaterThan(2)
  const undone = await run(
    'undo 2',
    days[1]!.map(({ uuid }) => uuid),
    true,
  )
  expect(undone.filter((verdict) => /conflict|not_applied|error/.test(verdict))).toEqual([])
  expect(await rows()).toEqual(evening)
  await run(
    'undo 1',
    days[0]!.map(({ uuid }) => uuid),
    true,
  )
  expect(await rows()).toEqual(morning)
})

test.each(kinds)('what a delta of a %s overwrote unknowingly comes back as it was', async (kind) => {
  const { bring, run, rows } = await open(kind, `overwritten-${kind}`, true)
  const morning = await rows()
  const stale = { geometry: 'Point (9 9)', attributes: { depth: 99, name: 'long gone', dug: '1999-01-01' } }
  const day = [
    change(40, 0, 'patch', 1, {
      old: stale,
      new: { geometry: 'Point (7 7)', attributes: { depth: 1, dug: null } },
    }),
    change(41, 1, 'delete', 2, { old: { attributes: { depth: 1 } } }),
    change(42, 1, 'patch', 3, { old: { attributes: { depth: 31 } }, new: { attributes: { depth: 32 } } }),
  ]
  expect(await bring(day)).toEqual(['40 applied', '41 applied', '42 applied'])
  expect(await rows()).not.toEqual(morning)
  const uuids = day.map(({ uuid }) => uuid)
  expect(await run('undo', uuids, true)).toEqual(['40 applied', '41 applied', '42 applied'])
  expect(await rows()).toEqual(morning)
})

test('what was made elsewhere since is not undone over', async () => {
  const { bring, run, rows } = await open('gpkg', 'since')
  await bring(daysWith(5)[0]!)
  await bring([
    change(20, 1, 'patch', 5, { old: { attributes: { depth: 60 } }, new: { attributes: { depth: 61 } } }),
  ])
  const before = await rows()
  expect(await run('undo', [uuidOf(2)], true)).toEqual(['2 conflict'])
  expect(await rows()).toEqual(before)
})

test('a number of 64 bits goes through file, ledger and session with all its digits', async () => {
  const { folder, ledger, run, rows } = await open('gpkg', 'digits')
  const side = { geometry: 'Point (1 1)', attributes: { name: 'long', code: 'LONG' } }
  const text = JSON.stringify(deltaFile([change(30, 0, 'create', 9, { new: side })]))
  ledger.receive(folder, parseDeltaFile(text.replace('"LONG"', '9007199254740993'), 'a.json'))
  expect(await run('a', [uuidOf(30)])).toEqual(['30 applied'])
  expect((await rows()).at(-1)).toMatchObject({ name: 'long', code: '9007199254740993' })
})
