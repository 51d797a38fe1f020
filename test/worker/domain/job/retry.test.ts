import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError, type ErrorCode, errorCodes } from '#worker/api/errors.ts'
import { afterFailure, afterInterruption, backoffDelay, longestDelay } from '#worker/domain/job/retry.ts'

const end = { type: 'generate' as const, cancelRequested: false, attempts: 1, maxAttempts: 2 }
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
    expect(afterFailure(end, error('qgis.crashed'), 0.25)).toEqual({
      event: 'postpone',
      delay: 500,
      isSpent: true,
    })
    expect(afterFailure({ ...end, attempts: 2 }, error('qgis.crashed'), 0.25)).toEqual({ event: 'fail' })
  })

  test('stops when somebody cancelled, whatever the error', () => {
    for (const code of errorCodes) {
      expect(afterFailure({ ...end, cancelRequested: true }, error(code), 0)).toEqual({ event: 'stop' })
    }
  })
})

describe('a sync without a connection', () => {
  const last = { ...end, type: 'sync' as const, attempts: 20, maxAttempts: 20 }

  test('waits between half a minute and a minute, and no attempt is spent', () => {
    for (const code of ['cloud.unreachable', 'cloud.portal'] as const) {
      expect(afterFailure(last, error(code), 0)).toEqual({ event: 'postpone', delay: 30_000, isSpent: false })
      expect(afterFailure(last, error(code), 0.5)).toMatchObject({ delay: 45_000 })
    }
  })

  test('waits as long as the server asks, within reason', () => {
    const busy = (seconds: number) => new AppError('cloud.busy', { host: 'h', status: 429, seconds }).data
    expect(afterFailure(last, busy(7), 0)).toEqual({ event: 'postpone', delay: 7_000, isSpent: false })
    expect(afterFailure(last, busy(0), 0)).toMatchObject({ delay: 1_000 })
    expect(afterFailure(last, busy(86_400), 0)).toMatchObject({ delay: longestDelay })
  })

  test('stops for a person, and gives up what fails for other reasons', () => {
    expect(afterFailure({ ...last, cancelRequested: true }, error('cloud.unreachable'), 0)).toEqual({
      event: 'stop',
    })
    expect(afterFailure(last, error('cloud.expired'), 0)).toEqual({ event: 'fail' })
    expect(afterFailure(last, error('cloud.broken'), 0)).toEqual({ event: 'fail' })
  })

  test('is no affair of other jobs', () => {
    expect(afterFailure({ ...last, type: 'basemap' }, error('cloud.unreachable'), 0)).toEqual({
      event: 'fail',
    })
  })
})

test('an interrupted attempt is spent: queued at once, then failed; stopped when cancelled', () => {
  expect(afterInterruption(end)).toEqual({ event: 'handBack' })
  expect(afterInterruption({ ...end, attempts: 2 })).toEqual({ event: 'fail' })
  expect(afterInterruption({ ...end, cancelRequested: true })).toEqual({ event: 'stop' })
})
