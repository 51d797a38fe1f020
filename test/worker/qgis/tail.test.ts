import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Tail } from '#worker/qgis/tail.ts'

test('keeps the last lines, without empty ones', () => {
  const tail = new Tail()
  tail.push(Buffer.from('a\n\nb\r\nc'))
  tail.push(Buffer.from('ö\nd\n'))
  expect(tail.last(2)).toBe('cö\nd')
  expect(tail.last(50)).toBe('a\nb\ncö\nd')
})

test('always holds the end of the stream, never much more than its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), (parts) => {
      const tail = new Tail(16)
      for (const part of parts) tail.push(Buffer.from(part))
      const all = parts.join('')
      const kept = tail.last(1)
      expect(all.endsWith(kept)).toBe(true)
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(all.length, 16))
      expect(kept.length).toBeLessThan(16 + 9)
    }),
  )
})
