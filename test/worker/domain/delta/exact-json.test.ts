import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExactly } from '#worker/domain/delta/exact-json.ts'

test.each([
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775807',
  '18446744073709551615',
  '{"code":9007199254740993}',
  '[1,9007199254740993,"9007199254740993"]',
])('%s is written as it was read', (number) => {
  const text = `{"values":[${number}]}`
  expect(JSON.stringify(parseExactly(text))).toBe(text)
})

test('numbers that JavaScript holds are plain numbers', () => {
  expect(parseExactly('{"a": [1, 1.0, -0.5, 9007199254740991, 0.1234567890123456]}')).toEqual({
    a: [1, 1, -0.5, Number.MAX_SAFE_INTEGER, 0.1234567890123456],
  })
})

test('any 64-bit number anywhere keeps its digits', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })), (numbers) => {
      const text = `{"list":[${numbers.join(',')}],"words":"${numbers.join(', ')}"}`
      expect(JSON.stringify(parseExactly(text))).toBe(text)
    }),
  )
})

test('the rest is as JSON.parse has it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.stringify(parseExactly(text))).toBe(JSON.stringify(JSON.parse(text)))
    }),
  )
})
