import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineSplitter } from '#worker/qgis/lines.ts'

test('lines come out whole however the stream is cut', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\uD800-\uDFFF]/.test(text))
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(40)), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
      const splitter = new LineSplitter()
      const seen: string[] = []
      let at = 0
      for (const cut of [...cuts, bytes.length]) {
        seen.push(...splitter.push(bytes.subarray(at, at + cut)))
        at += cut
      }
      expect(seen).toEqual(lines)
      expect(splitter.pending).toBe(0)
    }),
  )
})

test('tells of a line that has not ended', () => {
  const splitter = new LineSplitter()
  expect(splitter.push(Buffer.from('one\ntw'))).toEqual(['one'])
  expect(splitter.pending).toBe(2)
})

test('a line of the limit passes, a longer one is refused, in one chunk or in many', () => {
  expect(new LineSplitter(5).push(Buffer.from('12345\n'))).toEqual(['12345'])
  expect(() => new LineSplitter(5).push(Buffer.from('123456'))).toThrow(RangeError)
  const splitter = new LineSplitter(5)
  splitter.push(Buffer.from('1234'))
  expect(() => splitter.push(Buffer.from('56\n'))).toThrow(RangeError)
})
