import { expect, test } from 'vitest'
import type { CloudDelta } from '#worker/api/cloud.ts'
import type { Delta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { toServerDelta, type ServerDelta } from '#worker/domain/cloud/cloud-delta.ts'
import { planReapply } from '#worker/domain/cloud/plan-reapply.ts'
import { delta, uuidOf } from '#test/worker/domain/delta/deltas.ts'

function onServer(number: number, status: CloudDelta['status'], parts: Partial<Delta> = {}): ServerDelta {
  return toServerDelta({
    uuid: uuidOf(number),
    deltaFileId: 'f',
    createdBy: 'ana',
    createdAt: `2026-11-22T10:00:${String(number).padStart(2, '0')}Z`,
    updatedAt: '2026-11-22T11:00:00Z',
    status,
    message: '',
    content: delta(number, { localPk: String(number), ...parts }),
  })
}

const numbers = (all: readonly ServerDelta[]): number[] =>
  all.map(({ shown }) => Number(shown.uuid.slice(-4)))
const only = (...uuids: number[]) => ({ uuids: uuids.map(uuidOf), andNewer: false })
const newer = (uuid: number) => ({ uuids: [uuidOf(uuid)], andNewer: true })

test('of the newer ones go along what failed and what was changed, and nothing that would be done twice', () => {
  const all = [
    onServer(1, 'error'),
    onServer(2, 'error'),
    onServer(3, 'applied'),
    onServer(4, 'applied', { method: 'create' }),
    onServer(5, 'applied', { method: 'delete' }),
    onServer(6, 'conflict'),
    onServer(7, 'not_applied', { method: 'create' }),
    onServer(8, 'pending'),
    onServer(9, 'busy'),
    onServer(10, 'ignored'),
    onServer(11, 'unpermitted'),
  ]
  expect(numbers(planReapply(all, newer(2), []).deltas)).toEqual([2, 3, 6, 7])
  expect(numbers(planReapply(all, only(10, 4), []).deltas)).toEqual([4, 10])
  expect(() => planReapply(all, only(8), [])).toThrow(new AppError('deltas.none'))
  expect(() => planReapply(all, only(99), [])).toThrow(new AppError('deltas.notFound', { count: 1 }))
})

test('one whose re-application is applied or waits is not done again; one whose failed is', () => {
  const all = [onServer(1, 'error'), onServer(2, 'error'), onServer(3, 'applied'), onServer(4, 'conflict')]
  const pushes = [
    { uuid: uuidOf(3), of: uuidOf(1) },
    { uuid: uuidOf(4), of: uuidOf(2) },
    { uuid: uuidOf(50), of: uuidOf(2) },
  ]
  const plan = planReapply(all, only(1, 2), pushes)
  expect(numbers(plan.deltas)).toEqual([2])
  expect([...plan.repeated]).toMatchObject([[uuidOf(1), { uuid: uuidOf(3), status: 'applied' }]])
})

test('a change needs the create that failed, unless it was applied since', () => {
  const create = { method: 'create' as const, localPk: '7' }
  const all = [onServer(1, 'error', create), onServer(2, 'not_applied', { localPk: '7' })]
  expect(numbers(planReapply(all, only(2), []).needs)).toEqual([1])
  expect(numbers(planReapply(all, only(1), []).dependents)).toEqual([2])
  expect(planReapply(all, only(1, 2), [])).toMatchObject({ needs: [], dependents: [] })
  const since = [...all, onServer(3, 'applied', create)]
  const pushes = [{ uuid: uuidOf(3), of: uuidOf(1) }]
  expect(planReapply(since, only(2), pushes).needs).toEqual([])
})
