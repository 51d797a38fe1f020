import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderByDependency } from '#worker/domain/xlsform/dependencies.ts'

test('without dependencies the order stays', () => {
  expect(orderByDependency([3, 1, 2], () => [])).toEqual({ order: [3, 1, 2], cycles: [] })
})

test('rings are found, and everything is still ordered once', () => {
  const reads = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['d']],
  ])
  const { order, cycles } = orderByDependency(['a', 'b', 'c', 'd'], (item) => reads.get(item) ?? [])
  expect(cycles).toEqual([['a', 'b', 'c'], ['d']])
  expect(order.toSorted()).toEqual(['a', 'b', 'c', 'd'])
})

test('a chain of a hundred thousand does not run out of stack', () => {
  const items = Array.from({ length: 100_000 }, (_, index) => index)
  const { order } = orderByDependency(items, (item) => (item + 1 < items.length ? [item + 1] : []))
  expect(order[0]).toBe(99_999)
})

test('where there is no ring, everything follows what it reads', () => {
  const graph = fc.array(fc.array(fc.nat(100), { maxLength: 4 }), { maxLength: 40 })
  fc.assert(
    fc.property(graph, (edges) => {
      const below = (item: number) => (edges[item] ?? []).filter((other) => other < item)
      const items = edges.map((_, index) => edges.length - 1 - index)
      const { order, cycles } = orderByDependency(items, below)
      expect(cycles).toEqual([])
      for (const item of items)
        for (const read of below(item)) expect(order.indexOf(read)).toBeLessThan(order.indexOf(item))
    }),
  )
})
