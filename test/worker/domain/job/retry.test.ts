import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError, type ErrorCode, errorCodes } from '#worker/api/errors.ts'
import { afterFailure, afterInterruption, backoffDelay, longestDelay } from '#worker/domain/job/retry.ts'

const end = { cancelRequested: false, attempts: 1, maxAttempts: 2 }
const error = (code: ErrorCode) => new AppError(code).data
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('a wait is spread over its whole range, which doubles up to the cap', () => {
  expect([1, 2, 3, 8, 9].map((attempt) => backoffDelay(attempt, 0.5))).toEqual([
    1_000, 2_000, 4_000, 128_000, 150_000,
  ])
  expect(backoffDelay(1, 0)).toBe(0)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), random, (attempt, value) => {
      const delay = backoffDelay(attempt, value)
      expect(Number.isInteger(delay)).toBe(true)
      expect(delay).toBeGreaterThanOrEqual(0)
      expect(delay).toBeLessThanOrEqual(longestDelay)
    }),
  )
})

describe('a failed attempt', () => {
  test('is tried again only for errors of class backoff', () => {
    const again = errorCodes.filter((code) => afterFailure(end, error(code), 0).event === 'postpone')
    expect(again).toEqual(errorCodes.filter((code) => error(code).retry === 'backoff'))
    expect(again).toContain('qgis.crashed')
  })

  test('gives up with its last attempt', () => {
    expect(afterFailure(end, error('qgis.crashed'), 0.25)).toEqual({ event: 'postpone', delay: 500 })
    expect(afterFailure({ ...end, attempts: 2 }, error('qgis.crashed'), 0.25)).toEqual({ event: 'fail' })
  })

  test('stops when somebody cancelled, whatever the error', () => {
    for (const code of errorCodes) {
      expect(afterFailure({ ...end, cancelRequested: true }, error(code), 0)).toEqual({ event: 'stop' })
    }
  })
})

test('an interrupted attempt is spent: queued at once, then failed; stopped when cancelled', () => {
  expect(afterInterruption(end)).toEqual({ event: 'handBack' })
  expect(afterInterruption({ ...end, attempts: 2 })).toEqual({ event: 'fail' })
  expect(afterInterruption({ ...end, cancelRequested: true })).toEqual({ event: 'stop' })
})
