import { describe, expect, test } from 'vitest'
import type { Delta } from '#worker/api/deltas.ts'
import type { LedgerDelta } from '#worker/domain/delta/ledger-delta.ts'
import { type DeltaFile, mostDeltas } from '#worker/domain/delta/parse-delta-file.ts'
import { planChanges, type PlannedChanges, type Question } from '#worker/domain/delta/plan-changes.ts'
import { delta, deltaFile, device, kept, uuidOf } from '#test/worker/domain/delta/deltas.ts'

const plain: Question['request'] = {
  uuids: [],
  overwriteConflicts: false,
  inverse: false,
  again: false,
  role: 'manager',
}

function plan(
  files: DeltaFile[],
  known: LedgerDelta[] = [],
  request: Partial<Question['request']> = {},
  keys: Question['keys'] = new Map(),
): PlannedChanges {
  const map = new Map(known.map((one) => [one.uuid, one]))
  return planChanges({ files, known: map, request: { ...plain, ...request }, keys })
}

const numbersOf = ({ plan: { deltas } }: PlannedChanges) =>
  deltas.map((change) => Number(change.delta.uuid.slice(-12)))
const saysOf = ({ asked }: PlannedChanges) =>
  asked.map(({ answer }) => [Number(answer.uuid.slice(-12)), answer.status, answer.message])

test('deltas of several files go in the order in which they were given, numbered', () => {
  const planned = plan([deltaFile([delta(3), delta(1)]), deltaFile([delta(2)], { id: 'two' })])
  expect(planned.plan.deltas.map(({ number, delta: { uuid } }) => [number, uuid])).toEqual([
    [0, uuidOf(3)],
    [1, uuidOf(1)],
    [2, uuidOf(2)],
  ])
  expect(planned.asked.map(({ answer, number }) => [answer.deltaFileId, answer.index, number])).toEqual([
    [deltaFile([]).id, 0, 0],
    [deltaFile([]).id, 1, 1],
    ['two', 0, 2],
  ])
})

test('what the ledger has came first, in its order, whatever file it stands in now', () => {
  const waiting = { status: 'pending' as const }
  const known = [kept(delta(5), waiting), kept(delta(2), waiting), kept(delta(9), waiting)]
  const planned = plan([deltaFile([delta(1), delta(2)]), deltaFile([delta(5)])], known, {
    uuids: [uuidOf(9)],
  })
  expect(numbersOf(planned)).toEqual([5, 2, 9, 1])
})

test('a feature that a device made is changed under the key that it got', () => {
  const keys = new Map([[`${device}__wells__7`, '12']])
  expect(plan([deltaFile([delta(1), delta(2, { localPk: '8' })])], [], {}, keys).plan.deltas).toMatchObject([
    { pk: '12' },
    { pk: '7' },
  ])
})

test('create and patch of one new feature in one job: the patch still has the device’s key, as on the server', () => {
  const create = delta(1, { method: 'create', localPk: '1', sourcePk: '1' })
  const patch = delta(2, { localPk: '1', sourcePk: '1' })
  expect(plan([deltaFile([create, patch])]).plan.deltas).toMatchObject([{ pk: '1' }, { pk: '1' }])
})

describe('a delta that is known', () => {
  const file = deltaFile([delta(1), delta(2), delta(3), delta(4), delta(5), delta(6)])
  const known = (['applied', 'ignored', 'conflict', 'error', 'pending', 'not_applied'] as const).map(
    (status, at) => kept(delta(at + 1), { status, index: at }),
  )

  test('is left alone when it was applied or set aside, and tried again otherwise', () => {
    const planned = plan([file], known)
    expect(numbersOf(planned)).toEqual([3, 4, 5, 6])
    expect(saysOf(planned).slice(0, 3)).toEqual([
      [1, 'ignored', 'The delta was applied before.'],
      [2, 'ignored', 'The delta was set aside.'],
      [3, 'pending', ''],
    ])
  })

  test('is applied again when that is asked for', () => {
    expect(numbersOf(plan([file], known, { again: true }))).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('or chosen', () => {
    expect(numbersOf(plan([], known, { uuids: [uuidOf(6), uuidOf(1)] }))).toEqual([1, 6])
    expect(numbersOf(plan([file], known, { uuids: [uuidOf(2)] }))).toEqual([2, 3, 4, 5, 6])
  })

  test('is what came first under its uuid', () => {
    const other = deltaFile([delta(5, { method: 'delete' })], { id: 'two' })
    const planned = plan([other], known)
    expect(planned.plan.deltas[0]?.delta.method).toBe('patch')
    expect(planned.asked[0]?.answer).toMatchObject({ deltaFileId: known[4]?.deltaFileId, index: 4 })
  })
})

test('the second delta of one uuid is left alone', () => {
  const twice = deltaFile([delta(1), delta(2), delta(1)])
  const planned = plan([twice, deltaFile([delta(2)])])
  expect(numbersOf(planned)).toEqual([1, 2])
  expect(saysOf(planned).slice(2)).toEqual([
    [1, 'ignored', 'The same delta stands before it.'],
    [2, 'ignored', 'The same delta stands before it.'],
  ])
})

test.each([
  ['reader', []],
  ['reporter', [1]],
  ['editor', [1, 2, 3]],
  ['manager', [1, 2, 3]],
  ['admin', [1, 2, 3]],
] as const)('a %s may make %j of create, patch and delete', (role, allowed) => {
  const three = [delta(1, { method: 'create' }), delta(2), delta(3, { method: 'delete' })]
  const planned = plan([deltaFile(three)], [], { role })
  expect(numbersOf(planned)).toEqual(allowed)
  const refused = planned.asked.filter(({ number }) => number === null).map(({ answer }) => answer.status)
  expect(refused).toEqual([1, 2, 3].slice(allowed.length).map(() => 'unpermitted'))
})

describe('an inverse', () => {
  const create = delta(1, { method: 'create', new: { attributes: { depth: 1 } } })

  test('begins with what was applied last, and answers in the order in which they came', () => {
    const known = [kept(create, { appliedRun: 9, modifiedPk: '12' }), kept(delta(2), { appliedRun: 3 })]
    const planned = plan([], known, { inverse: true, uuids: [uuidOf(1), uuidOf(2)] })
    expect(planned.plan.deltas).toMatchObject([
      { number: 0, pk: '12', delta: { uuid: uuidOf(1), method: 'delete' } },
      { number: 1, pk: '7', delta: { uuid: uuidOf(2), method: 'patch', new: { attributes: { depth: 12 } } } },
    ])
    expect(planned.asked.map(({ answer, number }) => [answer.uuid, answer.method, number])).toEqual([
      [uuidOf(1), 'delete', 0],
      [uuidOf(2), 'patch', 1],
    ])
  })

  test.each(['pending', 'conflict', 'not_applied', 'error', 'ignored', 'unpermitted'] as const)(
    'of a delta that is %s has nothing to do',
    (status) => {
      const planned = plan([deltaFile([delta(1)])], [kept(delta(1), { status })], { inverse: true })
      expect(planned.plan.deltas).toEqual([])
      expect(saysOf(planned)).toEqual([[1, 'ignored', 'There is nothing to undo.']])
    },
  )

  test('that nothing says how to do is not applied', () => {
    const planned = plan([], [kept(delta(1, { old: {} }))], { inverse: true, uuids: [uuidOf(1)] })
    expect(planned.plan.deltas).toEqual([])
    expect(saysOf(planned)).toEqual([[1, 'not_applied', 'The delta does not say what it replaced: depth.']])
  })

  test('of a file that the ledger never saw goes from its end', () => {
    const file = deltaFile([create, delta(2), delta(3)])
    expect(numbersOf(plan([file], [kept(delta(2))], { inverse: true }))).toEqual([3, 1, 2])
  })

  test('brings back what was there, not what the delta remembers', () => {
    const found = kept(delta(1), { replaced: { attributes: { depth: 77 }, geometry: 'POINT (5 5)' } })
    const planned = plan([], [found], { inverse: true, uuids: [uuidOf(1)] })
    expect(planned.plan.deltas[0]?.delta.new?.attributes).toEqual({ depth: 77 })
  })

  test('is for those who may do what it does', () => {
    const known = [kept(create), kept(delta(3, { method: 'delete' }))]
    const planned = plan([], known, { inverse: true, role: 'reporter', uuids: [uuidOf(1), uuidOf(3)] })
    expect(planned.plan.deltas).toMatchObject([{ delta: { uuid: uuidOf(3), method: 'create' } }])
    expect(saysOf(planned)[0]).toEqual([1, 'unpermitted', 'A reporter may not delete features.'])
  })
})

test('the layer is the source’s, else the device’s', () => {
  const named: Partial<Delta> = { localLayerId: 'local', localLayerName: 'Wells' }
  const planned = plan([deltaFile([delta(1, named), delta(2, { ...named, sourceLayerId: '' })])])
  expect(planned.asked.map(({ answer }) => [answer.layerId, answer.layerName])).toEqual([
    ['wells', 'Wells'],
    ['local', 'Wells'],
  ])
})

test('nothing to do, deltas that nobody knows and too many of them are refused', () => {
  const code = (name: string, params: object) =>
    expect.objectContaining({ code: name, data: expect.objectContaining({ params }) })
  expect(() => plan([deltaFile([])])).toThrow(code('deltas.none', {}))
  expect(() => plan([], [kept(delta(1))], { uuids: [uuidOf(1), uuidOf(2), uuidOf(3)] })).toThrow(
    code('deltas.notFound', { count: 2 }),
  )
  const half = Array.from({ length: mostDeltas / 2 + 1 }, (_, at) => delta(at))
  expect(() => plan([deltaFile(half), deltaFile(half)])).toThrow(
    code('deltas.tooMany', { count: mostDeltas + 2, limit: mostDeltas }),
  )
})
