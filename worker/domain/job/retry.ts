import type { AppErrorData } from '#worker/api/errors.ts'

/** Upper bound of the first wait, in milliseconds; it doubles with every attempt. */
const firstDelay = 2_000

/**
 * The longest wait that a retry ever gets, in milliseconds. A stored moment further ahead than this was
 * written under another clock.
 */
export const longestDelay = 300_000

/** What the ledger knows of a running job when its attempt ends. */
export interface AttemptEnd {
  cancelRequested: boolean
  /** Attempts spent, this one included. */
  attempts: number
  maxAttempts: number
}

export type AfterAttempt =
  { event: 'stop' } | { event: 'fail' } | { event: 'handBack' } | { event: 'postpone'; delay: number }

/**
 * The wait before the attempt after `attempt` (1-based), in milliseconds: exponential with full jitter, so
 * that jobs which failed together do not come back together.
 *
 * @param random in [0, 1)
 */
export function backoffDelay(attempt: number, random: number): number {
  return Math.floor(random * Math.min(longestDelay, firstDelay * 2 ** (attempt - 1)))
}

/** What follows a failed attempt: a cancel wins, then the error's retry class, then the attempts left. */
export function afterFailure(end: AttemptEnd, error: AppErrorData, random: number): AfterAttempt {
  if (end.cancelRequested) return { event: 'stop' }
  if (error.retry !== 'backoff' || end.attempts >= end.maxAttempts) return { event: 'fail' }
  return { event: 'postpone', delay: backoffDelay(end.attempts, random) }
}

/**
 * What follows when the worker died under an attempt. It counts as spent: a job that kills its worker must
 * not do so for ever.
 */
export function afterInterruption(end: AttemptEnd): AfterAttempt {
  if (end.cancelRequested) return { event: 'stop' }
  return { event: end.attempts >= end.maxAttempts ? 'fail' : 'handBack' }
}
