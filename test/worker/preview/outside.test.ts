import { expect, test } from 'vitest'
import { outsideOf } from '#worker/preview/outside.ts'

const nature = { now: () => Date.UTC(2026, 4, 4, 10, 20, 30), random: () => 0.5 }

test('the wall clock, in the zone of the computer', () => {
  expect(outsideOf(nature)().now).toBe('2026-05-04T10:20:30')
})

test('chance stays as it fell for a form, and differs between forms', () => {
  const again = outsideOf(nature)
  const draw = (outside: ReturnType<typeof again>) => [outside.random(), outside.random(), outside.uuid()]
  expect(draw(again())).toEqual(draw(again()))
  const [first = 0, second = 0] = draw(again()) as number[]
  expect(first).not.toBe(second)
  for (const number of [first, second]) expect(number >= 0 && number < 1).toBe(true)
  expect(outsideOf(nature)().uuid()).not.toBe(again().uuid())
  expect(outsideOf({ ...nature, random: () => 0.9 })().random()).not.toBe(first)
})

test('hashes as node has them, and null for others', () => {
  const { hash } = outsideOf(nature)()
  expect(hash('sha256', 'abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hash('rot13', 'abc')).toBeNull()
})
