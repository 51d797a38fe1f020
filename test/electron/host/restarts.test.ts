import { expect, test } from 'vitest'
import { restartDelay } from '#electron/host/restarts.ts'

const minute = 60_000

test.each([
  ['the first crash', [0], 500],
  ['the second', [0, minute], 2000],
  ['the third', [0, minute, 2 * minute], 8000],
  ['the fourth within five minutes', [0, minute, 2 * minute, 4 * minute], null],
  ['the fourth after five minutes', [0, minute, 2 * minute, 5 * minute], 8000],
  ['one crash an hour', [0, 60 * minute, 120 * minute], 500],
])('%s (S27)', (_name, crashes, delay) => {
  expect(restartDelay(crashes)).toBe(delay)
})
