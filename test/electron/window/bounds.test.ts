import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeWindow, smallest } from '#electron/window/bounds.ts'

const laptop = { x: 0, y: 0, width: 1440, height: 870 }
const second = { x: 1440, y: 0, width: 1920, height: 1050 }

test.each([
  ['the first time, in the middle', null, { x: 130, y: 45, width: 1180, height: 780 }],
  [
    'where it was',
    { x: 1500, y: 20, width: 1000, height: 700 },
    { x: 1500, y: 20, width: 1000, height: 700 },
  ],
  [
    'its display is gone',
    { x: 5000, y: 20, width: 1000, height: 700 },
    { x: 130, y: 45, width: 1180, height: 780 },
  ],
  ['half outside', { x: -500, y: -50, width: 1000, height: 700 }, { x: 0, y: 0, width: 1000, height: 700 }],
  ['too large', { x: 0, y: 0, width: 4000, height: 3000 }, { x: 1440, y: 0, width: 1920, height: 1050 }],
  ['too small', { x: 10, y: 10, width: 100, height: 100 }, { x: 10, y: 10, width: 900, height: 600 }],
])('%s (A7)', (_name, saved, place) => {
  expect(placeWindow(saved, [laptop, second])).toEqual(place)
})

test('the title bar is always on a display, and the window never under its minimum', () => {
  const side = fc.integer({ min: -6000, max: 6000 })
  const length = fc.integer({ min: 1, max: 6000 })
  fc.assert(
    fc.property(fc.record({ x: side, y: side, width: length, height: length }), (saved) => {
      const place = placeWindow(saved, [laptop, second])
      const home = [laptop, second].find(
        ({ x, y, width }) => place.x >= x && place.x + place.width <= x + width && place.y >= y,
      )
      expect(home).toBeDefined()
      expect(place.width).toBeGreaterThanOrEqual(smallest.width)
      expect(place.height).toBeGreaterThanOrEqual(smallest.height)
    }),
  )
})
