import { describe, expect, test } from 'vitest'
import { pushDeltaFile } from '#worker/steps/push-deltas.ts'
import { createInTurn } from '#worker/steps/in-turn.ts'
import { reapplyDeltas } from '#worker/steps/reapply-deltas.ts'
import { projectId, refusalOf } from '#test/worker/cloud/opened.ts'
import { change, fileOf, pushing } from '#test/worker/steps/pushing.ts'

const one = { andNewer: false, dryRun: false }

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('does one once more, under a fresh uuid and with the same content', async () => {
    const { ports, run, stored, judge } = await pushing(profile)
    const delta = change('patch', '1', { new: { geometry: 'Point (1 2)', attributes: { height: 3 } } })
    judge(() => 'conflict')
    await pushDeltaFile({ ...run, ...fileOf([delta]) }, ports)
    judge(() => null)
    const { deltas, receipts } = await reapplyDeltas({ ...run, ...one, uuids: [delta.uuid] }, ports)
    expect(deltas.map(({ uuid }) => uuid)).toEqual([delta.uuid])
    expect(receipts).toMatchObject([{ of: delta.uuid, status: 'applied' }])
    const [, again] = stored()
    expect(again?.content).toEqual({ ...delta, uuid: receipts[0]?.uuid })
    expect(again?.content.uuid).not.toBe(delta.uuid)
  })

  test('asked for twice in one moment, it sends each once', async () => {
    const { ports, run, stored, judge } = await pushing(profile)
    const delta = change('create', '1')
    judge(() => 'error')
    await pushDeltaFile({ ...run, ...fileOf([delta]) }, ports)
    judge(() => null)
    const inTurn = createInTurn()
    const reapply = () => reapplyDeltas({ ...run, ...one, uuids: [delta.uuid] }, ports)
    const [first, second] = await Promise.all([inTurn(projectId, reapply), inTurn(projectId, reapply)])
    expect(stored()).toHaveLength(2)
    expect(first.receipts).toMatchObject([{ of: delta.uuid, status: 'applied' }])
    expect(second.receipts).toEqual(first.receipts)
    expect(second.deltas).toEqual([])
  })

  test('a preview sends nothing', async () => {
    const { ports, run, stored, judge, ledger } = await pushing(profile)
    judge(() => 'not_applied')
    const deltas = ['1', '2', '3'].map((pk) => change('patch', pk))
    await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
    const preview = await reapplyDeltas(
      { ...run, uuids: [deltas[1]!.uuid], andNewer: true, dryRun: true },
      ports,
    )
    expect(preview.deltas.map(({ uuid }) => uuid)).toEqual([deltas[1]!.uuid, deltas[2]!.uuid])
    expect(preview.receipts).toEqual([])
    expect(stored()).toHaveLength(3)
    expect(ledger.cloud.pushes.list(projectId)).toHaveLength(3)
  })

  test('this and newer go in their order', async () => {
    const { ports, run, stored, judge } = await pushing(profile)
    judge(({ localPk }) => (localPk === '2' ? 'applied' : 'error'))
    const first = [change('patch', '1'), change('create', '2')]
    const second = [change('patch', '2'), change('patch', '1')]
    await pushDeltaFile({ ...run, ...fileOf(first) }, ports)
    await pushDeltaFile({ ...run, ...fileOf(second) }, ports)
    judge(() => null)
    const { receipts } = await reapplyDeltas(
      { ...run, uuids: [first[0]!.uuid], andNewer: true, dryRun: false },
      ports,
    )
    // The create was applied: once more would make a second feature.
    const expected = [first[0]!, ...second].map(({ uuid }) => uuid)
    expect(receipts.map(({ of }) => of)).toEqual(expected)
    expect(
      stored()
        .slice(4)
        .map(({ id }) => id),
    ).toEqual(receipts.map(({ uuid }) => uuid))
  })

  test('a create that failed is told as what its changes need, and brings them along when chosen', async () => {
    const { ports, run, judge } = await pushing(profile)
    judge(() => 'error')
    const [create, patch] = [change('create', '7'), change('patch', '7')]
    await pushDeltaFile({ ...run, ...fileOf([create, patch]) }, ports)
    judge(() => null)
    const asked = { ...run, andNewer: false, dryRun: true }
    const alone = await reapplyDeltas({ ...asked, uuids: [patch.uuid] }, ports)
    expect(alone.needs.map(({ uuid }) => uuid)).toEqual([create.uuid])
    const maker = await reapplyDeltas({ ...asked, uuids: [create.uuid] }, ports)
    expect(maker.dependents.map(({ uuid }) => uuid)).toEqual([patch.uuid])
    const both = { ...asked, dryRun: false, uuids: [patch.uuid, create.uuid] }
    const { receipts } = await reapplyDeltas(both, ports)
    expect(receipts).toMatchObject([
      { of: create.uuid, status: 'applied' },
      { of: patch.uuid, status: 'applied' },
    ])
  })

  test('what was re-applied with success is not done again, even after a crash', async () => {
    const { ports, run, stored, judge } = await pushing(profile)
    const delta = change('create', '1')
    judge(() => 'error')
    await pushDeltaFile({ ...run, ...fileOf([delta]) }, ports)
    judge(() => null)
    // The worker dies once the server has it.
    const client = { ...ports.client, jobs: () => Promise.reject(new Error('killed')) }
    const asked = { ...run, ...one, uuids: [delta.uuid] }
    await expect(reapplyDeltas(asked, { ...ports, client })).rejects.toThrow('killed')
    expect(stored()).toHaveLength(2)
    const { deltas, receipts } = await reapplyDeltas(asked, ports)
    expect(deltas).toEqual([])
    expect(receipts).toMatchObject([{ of: delta.uuid, uuid: stored()[1]?.id }])
    expect(stored()).toHaveLength(2)
  })
})

test('one whose re-application failed as well can be tried again', async () => {
  const { ports, run, stored, judge } = await pushing('2026')
  const delta = change('patch', '1')
  judge(() => 'conflict')
  await pushDeltaFile({ ...run, ...fileOf([delta]) }, ports)
  const asked = { ...run, ...one, uuids: [delta.uuid] }
  expect((await reapplyDeltas(asked, ports)).receipts).toMatchObject([{ status: 'conflict' }])
  judge(() => null)
  expect((await reapplyDeltas(asked, ports)).receipts).toMatchObject([{ status: 'applied' }])
  expect(stored()).toHaveLength(3)
})

test('one that waits, and one that is not there', async () => {
  const { server, ports, run, judge } = await pushing('2026')
  judge(() => null)
  server.state.accounts.get('ana')!.plan.active = false
  const delta = change('patch', '1')
  await pushDeltaFile({ ...run, ...fileOf([delta]) }, ports)
  const asked = { ...run, ...one }
  expect((await refusalOf(reapplyDeltas({ ...asked, uuids: [delta.uuid] }, ports))).code).toBe('deltas.none')
  const gone = await refusalOf(reapplyDeltas({ ...asked, uuids: ['no such'] }, ports))
  expect(gone.data).toMatchObject({ code: 'deltas.notFound', params: { count: 1 } })
})
