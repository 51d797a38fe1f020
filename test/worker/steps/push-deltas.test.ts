import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { pushDeltaFile, sendDeltas } from '#worker/steps/push-deltas.ts'
import { projectId, refusalOf } from '#test/worker/cloud/opened.ts'
import { change, fileOf, pushing } from '#test/worker/steps/pushing.ts'

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('takes a file, applies it, and its receipts are read back', async () => {
    const { ports, run, stored, ledger } = await pushing(profile)
    const deltas = [change('create', '1'), change('patch', '2'), change('delete', '3')]
    const receipts = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
    expect(receipts).toEqual(deltas.map(({ uuid }) => ({ uuid, of: null, status: 'applied' })))
    expect(stored().map(({ timesApplied }) => timesApplied)).toEqual([1, 1, 1])
    expect(ledger.cloud.jobs.list(projectId)).toMatchObject([{ type: 'delta_apply', status: 'finished' }])
    expect(ledger.cloud.pushes.list(projectId).map(({ status }) => status)).toEqual(Array(3).fill('applied'))
  })

  test('gets 1200 in files of at most 500, each applied before the next, none of them twice', async () => {
    const { ports, run, stored } = await pushing(profile)
    const deltas = Array.from({ length: 1200 }, (_, n) => change('create', String(n)))
    const receipts = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
    expect(receipts.every(({ status }) => status === 'applied')).toBe(true)
    expect(stored().map(({ id }) => id)).toEqual(deltas.map(({ uuid }) => uuid))
    expect(Math.max(...stored().map(({ timesApplied }) => timesApplied))).toBe(1)
    const files = Map.groupBy(stored(), ({ deltafileId }) => deltafileId)
    expect([...files.values()].map((file) => file.length)).toEqual([500, 500, 200])
  })

  test('finds a new feature that the same file changes', async () => {
    const { ports, run } = await pushing(profile)
    const deltas = [change('create', '1'), change('patch', '1'), change('create', '2'), change('delete', '2')]
    const receipts = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
    expect(receipts.map(({ status }) => status)).toEqual(Array(4).fill('applied'))
  })

  test('a file that it has already gives its receipts, and nothing more', async () => {
    const { ports, run, stored } = await pushing(profile)
    const file = fileOf([change('create', '1')])
    const first = await pushDeltaFile({ ...run, ...file }, ports)
    expect(await pushDeltaFile({ ...run, ...file }, ports)).toEqual(first)
    expect(stored().map(({ timesApplied }) => timesApplied)).toEqual([1])
  })

  test('a push whose answer was lost is not sent a second time', async () => {
    const { ports, run, stored } = await pushing(profile)
    let pushes = 0
    const client = {
      ...ports.client,
      async pushDeltas(id: string, text: string): Promise<void> {
        pushes += 1
        await ports.client.pushDeltas(id, text)
        throw new AppError('cloud.unreachable', { host: 'x' })
      },
    }
    const receipts = await pushDeltaFile({ ...run, ...fileOf([change('create', '1')]) }, { ...ports, client })
    expect(receipts).toMatchObject([{ status: 'applied' }])
    expect(stored()).toHaveLength(1)
    expect(pushes).toBe(1)
  })
})

test('verdicts are told one by one', async () => {
  const { ports, run, judge } = await pushing('2026')
  judge(({ localPk }) => (localPk === '2' ? 'conflict' : localPk === '3' ? 'not_applied' : null))
  const deltas = ['1', '2', '3'].map((pk) => change('patch', pk))
  const receipts = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
  expect(receipts.map(({ status }) => status)).toEqual(['applied', 'conflict', 'not_applied'])
})

test('what a reporter may not do is stored as that', async () => {
  const bob = { user: 'bob', password: 'battery staple' }
  const { server, ports, run } = await pushing('2026', bob)
  server.state.projects.get(projectId)!.collaborators.set('bob', { role: 'reporter', by: 'ana', at: 0 })
  const deltas = [change('create', '1'), change('delete', '2')]
  const receipts = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
  expect(receipts.map(({ status }) => status)).toEqual(['applied', 'unpermitted'])
})

test('where nothing is applied, the rest is not piled upon it', async () => {
  const { server, ports, run, stored } = await pushing('2026')
  server.state.accounts.get('ana')!.plan.active = false
  const deltas = Array.from({ length: 700 }, (_, n) => change('create', String(n)))
  const receipts = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
  expect(stored()).toHaveLength(500)
  expect(receipts.slice(0, 500).every(({ status }) => status === 'pending')).toBe(true)
  expect(receipts.slice(500).every(({ status }) => status === null)).toBe(true)
  server.state.accounts.get('ana')!.plan.active = true
  const again = await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
  expect(again.every(({ status }) => status === 'applied')).toBe(true)
  expect(Math.max(...stored().map(({ timesApplied }) => timesApplied))).toBe(1)
})

test('a line that is broken for a while is borne, one that stays broken is told', async () => {
  const { server, ports, run, stored, waits } = await pushing('2026')
  server.trouble({ reset: true }, { on: /^POST \/api\/v1\/deltas\//, times: 2 })
  const file = fileOf([change('create', '1')])
  expect(await pushDeltaFile({ ...run, ...file }, ports)).toMatchObject([{ status: 'applied' }])
  expect(waits.slice(0, 2)).toEqual([2000, 8000])
  server.trouble({ reset: true }, { on: /deltas/, times: 100 })
  const other = fileOf([change('create', '2')])
  expect((await refusalOf(pushDeltaFile({ ...run, ...other }, ports))).code).toBe('cloud.unreachable')
  expect(stored()).toHaveLength(1)
})

test('deltas without a device get one, the same for all', async () => {
  const { ports, run, stored } = await pushing('2026')
  const bare = ['create', 'patch'].map((method) => {
    const { clientId: _, ...delta } = change(method as 'create' | 'patch', '1')
    return { delta, of: null }
  })
  const receipts = await sendDeltas(run, bare, ports)
  expect(receipts.map(({ status }) => status)).toEqual(['applied', 'applied'])
  expect(new Set(stored().map(({ content }) => content.clientId)).size).toBe(1)
})

test('a file of another project, one of none and one that is none are refused before anything is sent', async () => {
  const { server, ports, run } = await pushing('2026')
  const before = server.requests.length
  const other = fileOf([change('create', '1')], randomUUID())
  expect((await refusalOf(pushDeltaFile({ ...run, ...other }, ports))).code).toBe('deltas.otherProject')
  expect((await refusalOf(pushDeltaFile({ ...run, ...fileOf([]) }, ports))).code).toBe('deltas.none')
  const broken = { text: '{', name: 'x.json' }
  expect((await refusalOf(pushDeltaFile({ ...run, ...broken }, ports))).code).toBe('deltas.notJson')
  expect(server.requests.length).toBe(before)
})

test('long numbers are sent with all their digits', async () => {
  const { ports, run } = await pushing('2026')
  const { text, name } = fileOf([change('create', '1', { new: { attributes: { code: 'long' } } })])
  const sent: string[] = []
  const client = {
    ...ports.client,
    async pushDeltas(id: string, file: string): Promise<void> {
      sent.push(file)
      await ports.client.pushDeltas(id, file)
    },
  }
  const exact = text.replace('"long"', '9223372036854775807')
  await pushDeltaFile({ ...run, name, text: exact }, { ...ports, client })
  expect(sent[0]).toContain('"code":9223372036854775807')
})
