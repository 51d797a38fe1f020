import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { newPassword } from '#worker/domain/cloud/new-password.ts'

test('can be typed from paper, and no two are the same', () => {
  const made = Array.from({ length: 500 }, () => newPassword(randomInt))
  expect(made.every((password) => /^(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/.test(password))).toBe(true)
  expect(new Set(made).size).toBe(500)
  expect(new Set(made.join('').replaceAll('-', '')).size).toBe(31)
})
