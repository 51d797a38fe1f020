import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Place, readWkt, type Shape } from '#renderer/features/folder/wkt.ts'

const nothing: Shape = { points: [], lines: [], rings: [] }
const triangle: Place[] = [
  [0, 0],
  [4, 0],
  [0, 3],
  [0, 0],
]
const hole: Place[] = [
  [1, 1],
  [2, 1],
  [1, 1],
]

describe('WKT is taken apart', () => {
  test.each<[string, Partial<Shape>]>([
    ['POINT(85.31 27.7)', { points: [[85.31, 27.7]] }],
    ['Point (85.31 27.7)', { points: [[85.31, 27.7]] }],
    ['POINT Z (1 2 3)', { points: [[1, 2]] }],
    ['PointZ (1 2 3)', { points: [[1, 2]] }],
    ['POINTZM(1 2 3 4)', { points: [[1, 2]] }],
    ['SRID=4326;POINT M (-1e-3 .5 7)', { points: [[-0.001, 0.5]] }],
    ['POINT(nan nan)', {}],
    ['POINT EMPTY', {}],
    ['MULTIPOINT EMPTY', {}],
    [
      'MULTIPOINT(1 2,3 4)',
      {
        points: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'MultiPointZ ((1 2 0),(3 4 nan))',
      {
        points: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ['LINESTRING(0 0, 4 0, 0 3, 0 0)', { lines: [triangle] }],
    ['MultiLineStringM((0 0 1,4 0 1,0 3 1,0 0 1),(1 1 1,2 1 1,1 1 1))', { lines: [triangle, hole] }],
    ['POLYGON((0 0,4 0,0 3,0 0),(1 1,2 1,1 1))', { rings: [triangle, hole] }],
    ['MULTIPOLYGON(((0 0,4 0,0 3,0 0)),((1 1,2 1,1 1)))', { rings: [triangle, hole] }],
    [
      'CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,4 0,0 3),(0 3,0 0)))',
      {
        rings: [
          triangle.slice(0, 3),
          [
            [0, 3],
            [0, 0],
          ],
        ],
      },
    ],
    [
      'COMPOUNDCURVE Z (CIRCULARSTRING Z (0 0 1,4 0 1,0 3 1),(1 1 1,2 1 1,1 1 1))',
      {
        lines: [triangle.slice(0, 3), hole],
      },
    ],
    ['TIN(((0 0,4 0,0 3,0 0)))', { rings: [triangle] }],
    [
      'GEOMETRYCOLLECTION(POINT(1 2),POLYGON((0 0,4 0,0 3,0 0)),LINESTRING(1 1,2 1,1 1))',
      {
        points: [[1, 2]],
        rings: [triangle],
        lines: [hole],
      },
    ],
    ['GEOMETRYCOLLECTION EMPTY', {}],
  ])('%s', (text, shape) => {
    expect(readWkt(text)).toEqual({ ...nothing, ...shape })
  })

  test.each([
    '',
    'POINT',
    'POINT(',
    'POINT(1)',
    'POINT(1 2',
    'POINT(1 2))',
    'CIRCLE(1 2)',
    'POINT(a b)',
    '(1 2)',
  ])('%j is none', (text) => expect(readWkt(text)).toBeNull())
})

const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e7, max: 1e7 })
const place = fc.tuple(number, number)
const ring = fc.array(place, { minLength: 1, maxLength: 20 })

test('any polygons come back as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.array(ring, { minLength: 1 }), { minLength: 1 }), (polygons) => {
      const written = polygons.map(
        (rings) => `(${rings.map((path) => `(${path.map((pair) => pair.join(' ')).join(', ')})`).join(',')})`,
      )
      const read = readWkt(`MULTIPOLYGON (${written.join(',')})`)
      expect(read?.rings).toEqual(
        polygons.flat().map((path) => path.map(([x, y]) => [Number(`${x}`), Number(`${y}`)])),
      )
    }),
  )
})

test('no text makes it throw or hang', () => {
  expect(readWkt(`POLYGON${'('.repeat(1e5)}`)).toBeNull()
  const word = fc.constantFrom(
    'POINT',
    'MULTI',
    'POLYGON',
    'Z',
    '(',
    ')',
    ',',
    ' ',
    '1',
    '-2.5',
    'nan',
    'EMPTY',
  )
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join('')),
      (text) => void readWkt(text),
    ),
  )
  fc.assert(fc.property(fc.string(), (text) => void readWkt(text)))
})
