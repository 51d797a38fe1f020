import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Extent } from '#worker/api/sources.ts'
import { bufferExtent, isExtent } from '#worker/domain/qgis/area.ts'

test('one point gets about 200 m to look at, wherever it lies', () => {
  const [xmin, ymin, xmax, ymax] = bufferExtent([84.4, 60, 84.4, 60])
  expect((ymax - ymin) * 111_320).toBeCloseTo(200, 3)
  // A degree of longitude is half as long at 60° north.
  expect((xmax - xmin) * 111_320 * 0.5).toBeCloseTo(200, 3)
})

test('a town gets 5 % on each side', () => {
  const [xmin, ymin, xmax, ymax] = bufferExtent([84, 27, 85, 28])
  expect([xmin, ymin, xmax, ymax].map((degrees) => Number(degrees.toFixed(9)))).toEqual([
    83.95, 26.95, 85.05, 28.05,
  ])
})

const extents = fc
  .tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: 0, max: 30, noNaN: true }),
    fc.double({ min: 0, max: 30, noNaN: true }),
  )
  .map(([x, y, width, height]): Extent => [x, y, Math.min(180, x + width), Math.min(90, y + height)])

test('the room around always holds the extent itself and stays on the globe', () => {
  fc.assert(
    fc.property(extents, (extent) => {
      const around = bufferExtent(extent)
      expect(isExtent(around)).toBe(true)
      expect(around[0] <= extent[0] && around[1] <= extent[1]).toBe(true)
      expect(around[2] >= extent[2] && around[3] >= extent[3]).toBe(true)
    }),
  )
})

test.for([[[1, 2, 3, Number.NaN]], [[3, 2, 1, 4]], [[1, 2, 1, 4]], [[-181, 0, 0, 1]], [[0, 89, 1, 91]]] as [
  Extent,
][])('%j is no extent', ([extent]) => {
  expect(isExtent(extent)).toBe(false)
})
