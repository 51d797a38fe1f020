import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64Length, largestInline, largestJsonb, planDelivery } from '#worker/domain/mirror/delivery.ts'

const megabyte = 1024 * 1024

const file = fc.record({
  name: fc.oneof(
    fc.stringMatching(/^[a-zä]{1,12}\.(gpkg|qgz|png|mbtiles)$/),
    fc.stringMatching(/^[a-z]{1,5}\/[a-z]{1,8}\.jpg$/),
  ),
  size: fc.oneof(
    fc.nat(megabyte),
    fc.nat(40 * megabyte),
    fc.constantFrom(0, largestInline, largestInline + 1),
  ),
})
const files = fc.uniqueArray(file, { selector: ({ name }) => name, maxLength: 40 })

const weigh = (list: { name: string; size: number }[]): number =>
  list.reduce((sum, { name, size }) => sum + Buffer.byteLength(name) + Math.ceil(size / 3) * 4, 0)

test('every file goes one way, and the table gets only what it can hold', () => {
  fc.assert(
    fc.property(files, (list) => {
      const { inline, large } = planDelivery(list)
      expect([...inline, ...large].toSorted()).toEqual(list.map(({ name }) => name).toSorted())
      const held = list.filter(({ name }) => inline.includes(name))
      expect(weigh(held)).toBeLessThan(largestJsonb)
      expect(held.filter(({ name, size }) => name.includes('/') || size > largestInline)).toEqual([])
    }),
  )
})

test('the project is in whenever it may be, and nothing stays out that had room', () => {
  fc.assert(
    fc.property(files, (list) => {
      const { inline, large } = planDelivery(list)
      const held = weigh(list.filter(({ name }) => inline.includes(name)))
      const may = list.filter(({ name, size }) => !name.includes('/') && size <= largestInline)
      const out = may.filter(({ name }) => large.includes(name))
      for (const { name, size } of out)
        expect(held + weigh([{ name, size }])).toBeGreaterThan(largestJsonb - 16 - 8 * (list.length + 1))
      const projects = may.filter(({ name }) => name.endsWith('.qgz')).map(({ name }) => name)
      expect(projects.length === 0 || projects.includes(inline[0] ?? '')).toBe(true)
    }),
  )
})

test('the order of the files does not matter', () => {
  fc.assert(
    fc.property(files, (list) => {
      expect(planDelivery(list.toReversed())).toEqual(planDelivery(list))
    }),
  )
})

test('the length of base64 is what it comes to', () => {
  fc.assert(
    fc.property(fc.nat(5000), (size) => {
      expect(base64Length(size)).toBe(Buffer.alloc(size).toString('base64').length)
    }),
  )
})
