import type { AppErrorData, ErrorCode } from '#worker/api/errors.ts'
import type { JobType } from '#worker/api/jobs.ts'

/** Upper bound of the first wait, in milliseconds; it doubles with every attempt. */
const firstDelay = 2_000

/**
 * The longest wait that a retry ever gets, in milliseconds. A stored moment further ahead than this was
 * written under another clock.
 */
export const longestDelay = 300_000

/** The usual wait of a job that has no connection, in milliseconds. */
const awayDelay = 60_000

/** Jobs that wait for a connection however long that takes: nobody else is asked meanwhile. */
export const patient: readonly JobType[] = ['sync']

/** What a network that is back may have mended. */
export const noConnection: readonly ErrorCode[] = ['cloud.unreachable', 'cloud.portal']

/** What the ledger knows of a running job when its attempt ends. */
export interface AttemptEnd {
  type: JobType
  cancelRequested: boolean
  /** Attempts spent, this one included. */
  attempts: number
  maxAttempts: number
}

export type AfterAttempt =
  | { event: 'stop' }
  | { event: 'fail' }
  | { event: 'handBack' }
  /** `isSpent`: the attempt counts; one that only found no connection does not. */
  | { event: 'postpone'; delay: number; isSpent: boolean }

/**
 * The wait before the attempt after `attempt` (1-based), in milliseconds: exponential with full jitter, so
 * that jobs which failed together do not come back together.
 *
 * @param random in [0, 1)
 */
export function backoffDelay(attempt: number, random: number): number {
  return Math.floor(random * Math.min(longestDelay, firstDelay * 2 ** (attempt - 1)))
}

/**
 * What follows a failed attempt: a cancel wins, then a missing connection that the job waits out, then the error's
 * retry class, then the attempts left.
 */
export function afterFailure(end: AttemptEnd, error: AppErrorData, random: number): AfterAttempt {
  if (end.cancelRequested) return { event: 'stop' }
  const away = patient.includes(end.type) ? untilBack(error, random) : null
  if (away !== null) return { event: 'postpone', delay: away, isSpent: false }
  if (error.retry !== 'backoff' || end.attempts >= end.maxAttempts) return { event: 'fail' }
  return { event: 'postpone', delay: backoffDelay(end.attempts, random), isSpent: true }
}

/** Milliseconds before it is worth looking again; null when the server is there and able. */
function untilBack({ code, params }: AppErrorData, random: number): number | null {
  if (noConnection.includes(code)) return Math.floor((awayDelay * (1 + random)) / 2)
  if (code !== 'cloud.busy') return null
  const asked = Number(params['seconds'])
  return Math.min(longestDelay, 1000 * (Number.isFinite(asked) ? Math.max(1, asked) : 30))
}

/**
 * What follows when the worker died under an attempt. It counts as spent: a job that kills its worker must
 * not do so for ever.
 */
export function afterInterruption(end: AttemptEnd): AfterAttempt {
  if (end.cancelRequested) return { event: 'stop' }
  return { event: end.attempts >= end.maxAttempts ? 'fail' : 'handBack' }
}
