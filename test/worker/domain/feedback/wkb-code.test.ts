import { expect, test } from 'vitest'
import { wkbCode } from '#worker/domain/feedback/wkb-code.ts'

test.each([
  ['Unknown', 0],
  ['Point', 1],
  ['MultiPolygon', 6],
  ['TIN', 16],
  ['NoGeometry', 100],
  ['LineStringZ', 1002],
  ['PolygonM', 2003],
  ['MultiPointZM', 3004],
  ['Point25D', -2_147_483_647],
  ['', null],
  ['Blob', null],
])('%s is %s', (name, code) => {
  expect(wkbCode(name)).toBe(code)
})
