import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerOf } from '#worker/domain/results/answer.ts'

test.for<[string, string | null]>([
  ['{"a","b"}', 'a b'],
  ['{a,b}', 'a b'],
  ['{"b", "a"}', 'b a'],
  ['["a","b"]', 'a b'],
  ['{}', null],
  ['{""}', null],
  ['{NULL}', null],
  ['a', 'a'],
  [String.raw`{"say \"x\"","c,d"}`, 'say "x" c,d'],
])('%s is %s as an answer of several choices', ([stored, answer]) => {
  expect(answerOf(stored, 'select_multiple')).toBe(answer)
  expect(answerOf(stored, 'rank')).toBe(answer)
})

test('any choices come back as they were tapped', () => {
  const name = fc.stringMatching(/^[\p{L}\d_.{}[\]"\\,-]+$/u)
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), (names) => {
      const stored = `{${names.map((one) => `"${one.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`
      expect(answerOf(stored, 'select_multiple')).toBe(names.join(' '))
    }),
  )
})

test('leaves text alone, tells an acknowledgement, and says nothing of nothing', () => {
  expect(answerOf('{"a"}', 'text')).toBe('{"a"}')
  expect(answerOf(true, 'acknowledge')).toBe('OK')
  expect(answerOf(false, 'acknowledge')).toBeNull()
  expect(answerOf(false, 'seed')).toBe('false')
  expect(answerOf('', 'text')).toBeNull()
  expect(answerOf(0, 'integer')).toBe(0)
})
