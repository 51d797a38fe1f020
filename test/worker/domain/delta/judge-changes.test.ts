import { expect, test } from 'vitest'
import { judgeChanges } from '#worker/domain/delta/judge-changes.ts'
import { planChanges } from '#worker/domain/delta/plan-changes.ts'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'
import { delta, deltaFile, uuidOf } from '#test/worker/domain/delta/deltas.ts'

const planned = planChanges({
  files: [deltaFile([delta(1), delta(2)])],
  known: new Map(),
  request: { uuids: [], overwriteConflicts: false, inverse: false, again: false, role: 'manager' },
  keys: new Map(),
})
const applied = { status: 'applied' as const, message: '', modifiedPk: '7', conflicts: [], strict: [] }
const wells = { id: 'wells_1', name: 'Wells', file: '/copy/wells.gpkg', before: 3, after: 5, expected: 5 }

/** Both applied in a layer of three features; the first one's layer is a database where `committed` says so. */
const report = (change: Partial<ChangesReport> = {}): ChangesReport => ({
  deltas: [0, 1].map((number) => ({ ...applied, number, layerName: 'Wells' })),
  broken: null,
  committed: [],
  layers: [wells],
  ...change,
})

test('what was counted as it should be is well, and a file’s changes are kept by nobody yet', () => {
  const { layers, deltas, isKept, error } = judgeChanges(planned, report())
  expect(layers).toEqual([{ id: 'wells_1', name: 'Wells', before: 3, after: 5 }])
  expect(deltas.map(({ status }) => status)).toEqual(['applied', 'applied'])
  expect(deltas.filter(isKept)).toEqual([])
  expect(error).toBeNull()
})

test('a count that differs spoils all but what a database has', () => {
  const { deltas, isKept, error } = judgeChanges(
    planned,
    report({ committed: [0], layers: [{ ...wells, after: 4 }] }),
  )
  expect(deltas.map(({ status, modifiedPk }) => [status, modifiedPk])).toEqual([
    ['applied', '7'],
    ['error', null],
  ])
  expect(deltas.filter(isKept).map(({ uuid }) => uuid)).toEqual([uuidOf(1)])
  expect(error?.data).toMatchObject({
    code: 'deltas.corrupted',
    params: { layer: 'Wells', expected: 5, found: 4 },
  })
})

test('a job that broke names the delta that broke it', () => {
  const { error } = judgeChanges(planned, report({ broken: { number: 1, why: "'old'" }, layers: [] }))
  expect(error?.data).toMatchObject({
    code: 'deltas.broken',
    params: { uuid: uuidOf(2), index: 1, why: "'old'" },
  })
})
