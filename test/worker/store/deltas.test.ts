import { describe, expect, test } from 'vitest'
import type { AppliedDelta, DeltaStatus } from '#worker/api/deltas.ts'
import { parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { delta, deltaFile, device, project, uuidOf } from '#test/worker/domain/delta/deltas.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const folder = '/home/asha/wells'
const file = deltaFile([delta(1), delta(2), delta(3)])
const create = delta(4, { method: 'create', localPk: '1' })

/** What a job made of a delta. */
function answer(number: number, status: DeltaStatus, parts: Partial<AppliedDelta> = {}): AppliedDelta {
  return {
    uuid: uuidOf(number),
    deltaFileId: file.id,
    index: 0,
    method: 'patch',
    layerId: 'wells',
    layerName: 'Wells',
    status,
    message: `was ${status}`,
    modifiedPk: status === 'applied' ? '12' : null,
    conflicts: [],
    strict: [],
    ...parts,
  }
}

const job = (id: string, inverse = false) => ({ id, inverse })
const all = { limit: 100 }

async function ledgerWith(...files: ReturnType<typeof deltaFile>[]) {
  const ledger = await temporaryLedger()
  for (const one of files) ledger.deltas.receive(folder, one)
  const statuses = () => ledger.deltas.list(folder, all).deltas.map(({ status }) => status)
  return { ...ledger, statuses }
}

describe('a delta file', () => {
  test('is kept delta by delta, each waiting, in order', async () => {
    const { deltas, clock } = await ledgerWith()
    expect(deltas.receive(folder, file)).toEqual({ received: 3 })
    const at = new Date(clock.at).toISOString()
    expect(deltas.list(folder, all)).toEqual({
      total: 3,
      deltas: file.deltas.map((content, index) => ({
        uuid: content.uuid,
        deltaFileId: file.id,
        index,
        content,
        status: 'pending',
        message: '',
        modifiedPk: null,
        conflicts: [],
        strict: [],
        jobId: null,
        createdAt: at,
        updatedAt: at,
      })),
    })
  })

  test('that comes again changes nothing, nor does a known uuid in another', async () => {
    const { deltas } = await ledgerWith(file)
    deltas.settle(folder, job('a'), [answer(1, 'applied')])
    const before = deltas.list(folder, all)
    expect(deltas.receive(folder, file)).toEqual({ received: 0 })
    const other = deltaFile([delta(1, { method: 'delete' }), delta(9), delta(9)], { id: 'two' })
    expect(deltas.receive(folder, other)).toEqual({ received: 1 })
    const after = deltas.list(folder, all)
    expect(after.deltas.slice(0, 3)).toEqual(before.deltas)
    expect(after.deltas[3]).toMatchObject({ uuid: uuidOf(9), deltaFileId: 'two', index: 1 })
  })

  test('of another project is refused, whole', async () => {
    const { deltas } = await ledgerWith(file)
    deltas.settle(folder, job('a'), [answer(1, 'applied')])
    const other = deltaFile([delta(7)], { name: 'b.json', project: uuidOf(1) })
    const refused = expect.objectContaining({
      code: 'deltas.otherProject',
      data: expect.objectContaining({ params: { file: 'b.json', project: uuidOf(1), expected: project } }),
    })
    expect(() => deltas.mustBelong(folder, other)).toThrow(refused)
    expect(() => deltas.receive(folder, other)).toThrow(refused)
    expect(deltas.list(folder, all).total).toBe(3)
    expect(deltas.projectOf(folder)).toBe(project)
    deltas.mustBelong(folder, { name: 'c.json', project: project.toUpperCase() })
  })

  test('of another project is taken where nothing was applied: one that was chosen by mistake does not bind', async () => {
    const { deltas } = await ledgerWith(file)
    deltas.settle(folder, job('a'), [answer(1, 'not_applied')])
    const right = deltaFile([delta(7)], { project: uuidOf(1) })
    deltas.mustBelong(folder, right)
    expect(deltas.receive(folder, right)).toEqual({ received: 1 })
    expect(deltas.projectOf(folder)).toBe(uuidOf(1))
    deltas.settle(folder, job('b'), [answer(7, 'applied')])
    expect(() => deltas.mustBelong(folder, file)).toThrow(
      expect.objectContaining({ code: 'deltas.otherProject' }),
    )
  })

  test('belongs to the folder that it was brought to', async () => {
    const { deltas } = await ledgerWith(file)
    const elsewhere = '/home/asha/other'
    expect(deltas.projectOf(elsewhere)).toBeNull()
    deltas.receive(elsewhere, deltaFile([delta(1)], { project: uuidOf(1) }))
    deltas.settle(elsewhere, job('a'), [answer(1, 'applied')])
    expect(deltas.counts(elsewhere)).toEqual({ applied: 1 })
    expect(deltas.counts(folder)).toEqual({ pending: 3 })
    expect(deltas.runs(folder, uuidOf(1))).toEqual([])
  })

  test('keeps all digits of long numbers for whoever applies it', async () => {
    const text = JSON.stringify(deltaFile([delta(1, { new: { attributes: { code: 'long' } } })]))
    const { deltas } = await ledgerWith(
      parseDeltaFile(text.replace('"long"', '9223372036854775807'), 'a.json'),
    )
    const found = deltas.find(folder, [uuidOf(1), uuidOf(2)])
    expect([...found.keys()]).toEqual([uuidOf(1)])
    expect(JSON.stringify(found.get(uuidOf(1))?.content.new)).toBe(
      '{"attributes":{"code":9223372036854775807}}',
    )
  })
})

describe('what a job made of deltas', () => {
  test('is remembered with its words, and each run', async () => {
    const { deltas, clock } = await ledgerWith(file)
    const conflict = {
      conflicts: ['-1\n+12'],
      strict: [{ code: 'staleGeometry' as const, params: { by: 3 } }],
    }
    clock.at += 1_000
    deltas.settle(folder, job('a'), [
      answer(1, 'applied'),
      answer(2, 'conflict', conflict),
      answer(3, 'not_applied'),
    ])
    expect(deltas.list(folder, all).deltas).toMatchObject([
      { status: 'applied', message: 'was applied', modifiedPk: '12', jobId: 'a' },
      { status: 'conflict', modifiedPk: null, ...conflict, updatedAt: new Date(clock.at).toISOString() },
      { status: 'not_applied' },
    ])
    deltas.settle(folder, job('b'), [answer(2, 'applied', { modifiedPk: '7' })])
    expect(deltas.runs(folder, uuidOf(2))).toMatchObject([
      { jobId: 'a', inverse: false, status: 'conflict', message: 'was conflict' },
      { jobId: 'b', inverse: false, status: 'applied', modifiedPk: '7' },
    ])
    expect(deltas.counts(folder)).toEqual({ applied: 2, not_applied: 1 })
  })

  test('is listed by status, by job and up to a limit, with the number of all', async () => {
    const { deltas } = await ledgerWith(file)
    deltas.settle(folder, job('a'), [answer(1, 'applied'), answer(2, 'conflict')])
    deltas.settle(folder, job('b'), [answer(2, 'applied')])
    const uuids = (which: Parameters<typeof deltas.list>[1]) => {
      const { total, deltas: found } = deltas.list(folder, which)
      return [total, found.map(({ uuid }) => Number(uuid.slice(-12)))]
    }
    expect(uuids({ statuses: ['applied'], limit: 10 })).toEqual([2, [1, 2]])
    expect(uuids({ statuses: ['pending', 'conflict'], limit: 10 })).toEqual([1, [3]])
    expect(uuids({ jobId: 'a', limit: 10 })).toEqual([2, [1, 2]])
    expect(uuids({ jobId: 'b', limit: 10 })).toEqual([1, [2]])
    expect(uuids({ jobId: 'a', statuses: ['pending'], limit: 10 })).toEqual([0, []])
    expect(uuids({ limit: 2 })).toEqual([3, [1, 2]])
  })

  test('said again is the same', async () => {
    const { deltas } = await ledgerWith(file)
    const answers = [answer(1, 'applied'), answer(2, 'conflict'), answer(1, 'ignored')]
    deltas.settle(folder, job('a'), answers)
    const before = deltas.list(folder, all)
    deltas.settle(folder, job('a'), answers)
    expect(deltas.list(folder, all)).toEqual(before)
    expect(deltas.runs(folder, uuidOf(1))).toMatchObject([{ jobId: 'a', status: 'applied' }])
  })

  test('that is in the data stays applied, whatever a later job came to', async () => {
    const { deltas, statuses } = await ledgerWith(deltaFile([create]))
    deltas.settle(folder, job('a'), [answer(4, 'applied')])
    deltas.settle(folder, job('b'), [answer(4, 'error')])
    deltas.settle(folder, job('c'), [answer(4, 'conflict')])
    expect(statuses()).toEqual(['applied'])
    expect(deltas.list(folder, all).deltas).toMatchObject([
      { modifiedPk: '12', message: 'was applied', jobId: 'c' },
    ])
    expect(deltas.keysOf(folder)).toEqual(new Map([[`${device}__wells__1`, '12']]))
    expect(deltas.runs(folder, uuidOf(4)).map(({ status }) => status)).toEqual([
      'applied',
      'error',
      'conflict',
    ])
  })

  test('stays when the job is discarded', async () => {
    const { deltas, jobs, leases } = await ledgerWith(file)
    const { id } = jobs.create(newJob('a'))
    deltas.settle(folder, job(id), [answer(1, 'applied')])
    leases.finish(leases.claim(generatePlan, 1_000)!.lease, {})
    const before = deltas.list(folder, all)
    jobs.discard(id)
    expect(deltas.list(folder, all)).toEqual(before)
    expect(deltas.runs(folder, uuidOf(1))).toHaveLength(1)
  })

  test('is not written where the job’s lease is lost', async () => {
    const { deltas, jobs, leases, store, statuses } = await ledgerWith(file)
    jobs.create(newJob('a'))
    const { lease } = leases.claim(generatePlan, 1_000)!
    leases.handBack(lease)
    const late = () =>
      store.write(() => {
        deltas.settle(folder, job(lease.jobId), [answer(1, 'applied')])
        leases.finish(lease, {})
      })
    expect(late).toThrow(expect.objectContaining({ code: 'job.leaseLost' }))
    expect(statuses()).toEqual(['pending', 'pending', 'pending'])
    expect(deltas.runs(folder, uuidOf(1))).toEqual([])
  })
})

describe('an inverse', () => {
  test('sets aside what it took out of the data, with its key', async () => {
    const { deltas, statuses } = await ledgerWith(deltaFile([create, delta(5)]))
    deltas.settle(folder, job('a'), [answer(4, 'applied'), answer(5, 'applied')])
    deltas.settle(folder, job('b', true), [answer(4, 'applied', { method: 'delete' }), answer(5, 'conflict')])
    expect(statuses()).toEqual(['ignored', 'applied'])
    expect(deltas.list(folder, all).deltas[0]).toMatchObject({
      message: 'undone',
      modifiedPk: null,
      jobId: 'b',
    })
    expect(deltas.keysOf(folder).size).toBe(1)
    expect(deltas.runs(folder, uuidOf(4))).toMatchObject([
      { jobId: 'a', inverse: false, status: 'applied' },
      { jobId: 'b', inverse: true, status: 'applied' },
    ])
    deltas.settle(folder, job('c'), [answer(4, 'applied', { modifiedPk: '20' })])
    expect(deltas.keysOf(folder).get(`${device}__wells__1`)).toBe('20')
  })

  test('finds in which order deltas were applied', async () => {
    const { deltas } = await ledgerWith(file)
    deltas.settle(folder, job('a'), [answer(1, 'conflict'), answer(2, 'applied')])
    deltas.settle(folder, job('b'), [answer(1, 'applied')])
    const found = [...deltas.find(folder, [uuidOf(3), uuidOf(2), uuidOf(1)]).values()]
    expect(found.map(({ uuid }) => uuid)).toEqual([1, 2, 3].map(uuidOf))
    const [first, second, third] = found.map(({ appliedRun }) => appliedRun)
    expect(first).toBeGreaterThan(second!)
    expect(third).toBeNull()
  })
})

test('the key that a feature got last counts, and each layer and device has its own', async () => {
  const tree = delta(6, { method: 'create', localPk: '1', localLayerId: 'trees', sourceLayerId: 'trees' })
  const { clientId: _device, ...nameless } = delta(7)
  const { deltas } = await ledgerWith(deltaFile([create, tree, nameless, delta(8, { localPk: '1' })]))
  deltas.settle(folder, job('a'), [
    answer(4, 'applied', { modifiedPk: '12' }),
    answer(6, 'applied', { modifiedPk: '30' }),
    answer(7, 'applied', { modifiedPk: '40' }),
  ])
  deltas.settle(folder, job('b'), [answer(8, 'applied', { modifiedPk: '13' })])
  expect(deltas.keysOf(folder)).toEqual(
    new Map([
      [`${device}__trees__1`, '30'],
      [`${device}__wells__1`, '13'],
    ]),
  )
})

test('a person sets deltas aside and lets them wait again, but for those in the data', async () => {
  const { deltas, statuses } = await ledgerWith(file)
  deltas.settle(folder, job('a'), [answer(1, 'applied'), answer(2, 'conflict')])
  const uuids = [1, 2, 3, 9].map(uuidOf)
  expect(deltas.mark(folder, uuids, 'ignored')).toBe(2)
  expect(statuses()).toEqual(['applied', 'ignored', 'ignored'])
  expect(deltas.mark(folder, uuids, 'ignored')).toBe(0)
  expect(deltas.mark(folder, [uuidOf(2)], 'pending')).toBe(1)
  expect(statuses()).toEqual(['applied', 'pending', 'ignored'])
  expect(deltas.list(folder, all).deltas[1]).toMatchObject({ message: '', jobId: 'a' })
  expect(deltas.mark('/home/asha/other', uuids, 'ignored')).toBe(0)
})
