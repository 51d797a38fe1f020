import { expect, test } from 'vitest'
import { positionOf, toWkt } from '#worker/domain/results/well-known-text.ts'

test.for<[string, unknown, string]>([
  ['Point', [1, 2], 'POINT (1 2)'],
  ['Point', [1, 2, 3], 'POINT Z (1 2 3)'],
  ['MultiPoint', [[1, 2]], 'MULTIPOINT (1 2)'],
  ['LineString', [[1, 2], [3, 4]], 'LINESTRING (1 2, 3 4)'], // prettier-ignore
  ['Polygon', [[[0, 0], [1, 0], [1, 1], [0, 0]]], 'POLYGON ((0 0, 1 0, 1 1, 0 0))'], // prettier-ignore
  ['MultiPolygon', [[[[0, 0], [1, 0], [1, 1], [0, 0]]]], 'MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))'], // prettier-ignore
])('%s', ([type, coordinates, wkt]) => {
  expect(toWkt({ type, coordinates })).toBe(wkt)
})

test('only a point has a position', () => {
  expect(positionOf({ type: 'Point', coordinates: [1, 2] })).toEqual([1, 2])
  expect(positionOf({ type: 'MultiPoint', coordinates: [[1, 2]] })).toBeNull()
})
