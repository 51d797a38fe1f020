import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planPushes } from '#worker/domain/cloud/plan-pushes.ts'
import { clientKey } from '#worker/domain/delta/key-map.ts'
import { delta, uuidOf } from '#test/worker/domain/delta/deltas.ts'

const most = 5

const changes = fc
  .array(
    fc.record({
      method: fc.constantFrom('create' as const, 'patch' as const, 'delete' as const),
      localPk: fc.constantFrom('1', '2', '3', '4'),
      localLayerId: fc.constantFrom('wells', 'trees'),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((parts, at) => ({ delta: delta(at, parts) })))

test('what is to be changed is there, each feature in its order, nothing lost and none too large', () => {
  fc.assert(
    fc.property(changes, (sent) => {
      const parts = planPushes(sent, most)
      const flat = parts.flat()
      expect(flat.map(({ delta: { uuid } }) => uuid).toSorted()).toEqual(
        sent.map(({ delta: { uuid } }) => uuid).toSorted(),
      )
      expect(parts.every((part) => part.length > 0 && part.length <= most)).toBe(true)
      for (const part of parts) {
        const changed = part.filter(({ delta: each }, at) =>
          part
            .slice(0, at)
            .some(({ delta: made }) => made.method === 'create' && clientKey(made) === clientKey(each)),
        )
        expect(changed.every(({ delta: each }) => each.method === 'create')).toBe(true)
      }
      const order = (all: typeof sent) => Map.groupBy(all, ({ delta: each }) => clientKey(each))
      expect(order(flat)).toEqual(new Map([...order(flat).keys()].map((key) => [key, order(sent).get(key)])))
    }),
  )
})

test('as few pushes as can be: one for all creates, one for all that changes them', () => {
  const sent = Array.from({ length: 4 }, (_, at) => [
    { delta: delta(2 * at, { method: 'create', localPk: String(at) }) },
    { delta: delta(2 * at + 1, { localPk: String(at) }) },
  ]).flat()
  expect(planPushes(sent).map((part) => part.map(({ delta: { uuid } }) => uuid))).toEqual([
    [0, 2, 4, 6].map(uuidOf),
    [1, 3, 5, 7].map(uuidOf),
  ])
})

test('nothing is no push', () => {
  expect(planPushes([])).toEqual([])
})
