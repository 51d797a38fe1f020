import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatExtent, parseExtent } from '#renderer/features/project/extent.ts'
import type { Extent } from '#worker/api/sources.ts'

describe('parseExtent', () => {
  test.each([
    '85.3,27.7,85.34,27.73',
    ' [85.3, 27.7, 85.34, 27.73] ',
    '(85.3; 27.7; 85.34; 27.73)',
    '85.3 27.7 85.34 27.73',
  ])('reads %j', (text) =>
    expect(parseExtent(text)).toEqual({ ok: true, extent: [85.3, 27.7, 85.34, 27.73] }),
  )

  test.each([
    ['', 'count'],
    ['85.3, 27.7, 85.34', 'count'],
    ['1, 2, 3, 4, 5', 'count'],
    ['west, 27.7, 85.34, 27.73', 'count'],
    ['1e999, 0, 1, 1', 'count'],
    ['27.7, 85.3, 27.73, 95', 'range'],
    ['181, 0, 182, 1', 'range'],
    ['85.34, 27.7, 85.3, 27.73', 'order'],
    ['85.3, 27.7, 85.3, 27.73', 'order'],
  ])('refuses %j: %s', (text, problem) => expect(parseExtent(text)).toEqual({ ok: false, problem }))

  test('reads back whatever formatExtent writes, to five decimals', () => {
    fc.assert(
      fc.property(extents, (extent: Extent) => {
        const read = parseExtent(formatExtent(extent))
        // Adding 0 makes -0 a plain 0, which the text can tell apart from nothing.
        const rounded = extent.map((value) => Number(value.toFixed(5)) + 0)
        expect(read).toEqual({ ok: true, extent: rounded })
      }),
    )
  })
})

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const extents = fc
  .tuple(between(-180, 179), between(-90, 89))
  .chain(([west, south]) =>
    fc.tuple(fc.constant(west), fc.constant(south), between(west + 0.001, 180), between(south + 0.001, 90)),
  )
