import { v4 as uuid } from 'uuid'
import { AppError, ErrorCode, type AppErrorData } from '#worker/api/errors.ts'
import type { Job, JobState, JobStep, JobType, LogLine } from '#worker/api/jobs.ts'
import { waitingSteps } from '#worker/domain/job/progress.ts'
import { type AfterAttempt, afterFailure, afterInterruption, longestDelay } from '#worker/domain/job/retry.ts'
import { type JobEvent, transition } from '#worker/domain/job/state.ts'
import type { Store } from '#worker/store/connection.ts'
import type { Files, JobFile } from '#worker/store/files.ts'
import type { Logs, NewLine } from '#worker/store/logs.ts'
import { type JobRow, stepsOf, toJob } from '#worker/store/rows.ts'

/** The right to write about a running job. Every claim makes a new one and ends the one before. */
export interface Lease {
  jobId: string
  token: string
  /** 1-based number of this run, over the job's whole life. */
  attempt: number
}

export interface Claim {
  job: Job
  lease: Lease
}

type Outcome = 'finished' | 'failed' | 'stopped' | 'interrupted' | 'handedBack'

interface End {
  event: JobEvent
  outcome: Outcome
  error?: AppErrorData
  result?: unknown
  nextAttemptAt?: number
  /** Attempts spent, when it is not what the claim counted. */
  attempts?: number
}

/**
 * Running jobs. Every write shows its lease; a stale one finds no row and throws AppError `job.leaseLost`.
 * The expiry is for those who only read the ledger: whether a worker lives is known from the lock, not from a
 * clock that people set.
 */
export function createLeases(
  store: Store,
  parts: { files: Files; logs: Logs; now: () => number; random: () => number },
) {
  const { files, logs, now, random } = parts

  /**
   * Takes the oldest job that may run now, of the types in `plans` (job type -> step ids), for `leaseMs`
   * milliseconds; null when there is none. Jobs whose waiting time is over are queued first.
   */
  function claim(plans: ReadonlyMap<JobType, readonly string[]>, leaseMs: number): Claim | null {
    return store.write(() => {
      const at = now()
      queueDue(at)
      const row = store.get(
        `SELECT * FROM jobs WHERE state = 'queued' AND type IN (SELECT value FROM json_each(@types))
         ORDER BY seq LIMIT 1`,
        { types: JSON.stringify([...plans.keys()]) },
      ) as JobRow | undefined
      return row === undefined ? null : start(row, plans.get(row.type) ?? [], at, leaseMs)
    })
  }

  /** A moment further off than any wait was written before the clock was set back: due as well (S34). */
  function queueDue(at: number): void {
    store.run(
      `UPDATE jobs SET state = 'queued', next_attempt_at = NULL, updated_at = @at
       WHERE state = 'pending' AND (next_attempt_at <= @at OR next_attempt_at > @at + @longestDelay)`,
      { at, longestDelay },
    )
  }

  function start(row: JobRow, stepIds: readonly string[], at: number, leaseMs: number): Claim {
    const token = uuid()
    const attempt = store.get(
      `INSERT INTO attempts (job_id, number, token, started_at)
       SELECT @id, coalesce(max(number), 0) + 1, @token, @at FROM attempts WHERE job_id = @id RETURNING number`,
      { id: row.id, token, at },
    ) as { number: number } | undefined
    const started = store.get(
      `UPDATE jobs SET state = 'started', attempts = attempts + 1, progress = 0, steps = @steps, error = NULL,
         started_at = @at, updated_at = @at, lease_token = @token, lease_expires_at = @expires
       WHERE id = @id RETURNING *`,
      { id: row.id, steps: JSON.stringify(waitingSteps(stepIds)), at, token, expires: at + leaseMs },
    ) as JobRow | undefined
    return {
      job: toJob(started as JobRow),
      lease: { jobId: row.id, token, attempt: attempt?.number ?? 1 },
    }
  }

  /** Says that the work goes on. Nobody takes an expired lease from a living worker, so it never fails for time. */
  function heartbeat(lease: Lease, leaseMs: number): void {
    const expires = now() + leaseMs
    const changed = store.run(
      'UPDATE jobs SET lease_expires_at = @expires WHERE id = @id AND lease_token = @token',
      { ...key(lease), expires },
    )
    if (changed === 0) throw lost(lease)
  }

  /** How far the work is, and what it said since the last time, in one commit. */
  function report(
    lease: Lease,
    news: { progress: number; steps: JobStep[]; lines: readonly NewLine[] },
  ): { job: Job; lines: LogLine[] } {
    return store.write(() => {
      const row = store.get(
        `UPDATE jobs SET progress = @progress, steps = @steps, updated_at = @at
         WHERE id = @id AND lease_token = @token RETURNING *`,
        { ...key(lease), progress: news.progress, steps: JSON.stringify(news.steps), at: now() },
      ) as JobRow | undefined
      if (row === undefined) throw lost(lease)
      return { job: toJob(row), lines: logs.append(lease.jobId, lease.attempt, news.lines) }
    })
  }

  /**
   * Remembers what the work has made so far, in place of what an earlier attempt made: a later attempt finds it as
   * the job's outputs and result, and need not make it again.
   */
  function keep(lease: Lease, outputs: readonly JobFile[], result: unknown): void {
    store.write(() => {
      held(lease)
      files.drop(lease.jobId, 'output')
      for (const file of outputs) files.add(lease.jobId, 'output', file)
      store.run('UPDATE jobs SET result = @result WHERE id = @id AND lease_token = @token', {
        ...key(lease),
        result: JSON.stringify(result),
      })
    })
  }

  /** The work succeeded, with a result that JSON can hold. */
  function finish(lease: Lease, result: unknown): Job {
    return store.write(() => end(held(lease), { event: 'finish', outcome: 'finished', result }))
  }

  /** The work failed: stopped when somebody had cancelled it, tried again later, or given up. */
  function fail(lease: Lease, error: AppErrorData): Job {
    return store.write(() => {
      const row = held(lease)
      const after = afterFailure(attemptEnd(row), error, random())
      const free = after.event === 'postpone' && !after.isSpent ? { attempts: row.attempts - 1 } : {}
      return end(row, { event: after.event, ...free, ...ending(row, after, 'failed', error) })
    })
  }

  /** The worker stops under the work: queued again, and the attempt does not count. */
  function handBack(lease: Lease): Job {
    return store.write(() => {
      const row = held(lease)
      if (row.cancel_requested === 1) return end(row, stopped(row))
      return end(row, { event: 'handBack', outcome: 'handedBack', attempts: row.attempts - 1 })
    })
  }

  /** For the start, under the lock: whatever is `started` belonged to a worker that is dead. */
  function recover(): Job[] {
    return store.write(() =>
      (store.all("SELECT * FROM jobs WHERE state = 'started' ORDER BY seq") as JobRow[]).map((row) => {
        const error = new AppError('job.interrupted').data
        const after = afterInterruption(attemptEnd(row))
        const line = {
          at: now(),
          level: 'warning',
          message: 'The worker ended in the middle of this attempt.',
        }
        logs.append(row.id, lastAttempt(row.id), [line as NewLine])
        return end(row, { event: after.event, ...ending(row, after, 'interrupted', error) })
      }),
    )
  }

  function ending(
    row: JobRow,
    after: AfterAttempt,
    outcome: Outcome,
    error: AppErrorData,
  ): Omit<End, 'event'> {
    if (after.event === 'stop') return stopped(row)
    return { outcome, error, ...(after.event === 'postpone' ? { nextAttemptAt: now() + after.delay } : {}) }
  }

  function end(row: JobRow, how: End): Job {
    const at = now()
    const state = transition(row.state, how.event)
    if (state === null)
      throw new AppError('job.wrongState', { id: row.id, state: row.state, event: how.event })
    const again = state === 'queued' || state === 'pending'
    const error = how.error === undefined ? null : JSON.stringify(how.error)
    store.run('UPDATE attempts SET ended_at = @at, outcome = @outcome, error = @error WHERE token = @token', {
      at,
      outcome: how.outcome,
      error,
      token: row.lease_token,
    })
    const ended = store.get(
      `UPDATE jobs SET state = @state, error = @error, result = @result, attempts = @attempts, steps = @steps,
         progress = @progress, next_attempt_at = @nextAttemptAt, finished_at = @finishedAt, updated_at = @at,
         cancel_requested = 0, cancel_reason = NULL, lease_token = NULL, lease_expires_at = NULL
       WHERE id = @id RETURNING *`,
      {
        id: row.id,
        at,
        state,
        error,
        result: state === 'finished' ? JSON.stringify(how.result ?? null) : row.result,
        attempts: how.attempts ?? row.attempts,
        steps: JSON.stringify(stepsAfter(row, state)),
        progress: state === 'finished' ? 1 : again ? null : row.progress,
        nextAttemptAt: how.nextAttemptAt ?? null,
        finishedAt: again ? null : at,
      },
    ) as JobRow | undefined
    return toJob(ended as JobRow)
  }

  /** When the next waiting job of these types is due, in milliseconds since 1970 UTC; null when none waits. */
  function nextDue(types: Iterable<JobType>): number | null {
    const row = store.get(
      `SELECT min(next_attempt_at) AS at FROM jobs
       WHERE state = 'pending' AND type IN (SELECT value FROM json_each(@types))`,
      { types: JSON.stringify([...types]) },
    ) as { at: number | null } | undefined
    return row?.at ?? null
  }

  /** Number of jobs of these types that could start now. */
  function queued(types: Iterable<JobType>): number {
    const row = store.get(
      `SELECT count(*) AS count FROM jobs
       WHERE state = 'queued' AND type IN (SELECT value FROM json_each(@types))`,
      { types: JSON.stringify([...types]) },
    )
    return (row as { count: number }).count
  }

  function held(lease: Lease): JobRow {
    const row = store.get('SELECT * FROM jobs WHERE id = @id AND lease_token = @token', key(lease)) as
      JobRow | undefined
    if (row === undefined) throw lost(lease)
    return row
  }

  function lastAttempt(jobId: string): number {
    const sql = 'SELECT max(number) AS number FROM attempts WHERE job_id = @jobId'
    return (store.get(sql, { jobId }) as { number: number | null } | undefined)?.number ?? 1
  }

  return { claim, heartbeat, report, keep, finish, fail, handBack, recover, nextDue, queued }
}

export type Leases = ReturnType<typeof createLeases>

const key = (lease: Lease) => ({ id: lease.jobId, token: lease.token })
const lost = (lease: Lease) => new AppError('job.leaseLost', { id: lease.jobId, attempt: lease.attempt })

function stepsAfter(row: JobRow, state: JobState): JobStep[] {
  const steps = stepsOf(row)
  if (state === 'queued' || state === 'pending') return waitingSteps(steps.map((step) => step.id))
  const left = state === 'finished' ? 'done' : 'failed'
  return steps.map((step) => (step.state === 'running' ? { ...step, state: left } : step))
}

/** A reason that an older version does not know any more is a plain cancel. */
function stopped(row: JobRow): End {
  const reason = ErrorCode.safeParse(row.cancel_reason).data ?? 'job.cancelled'
  return { event: 'stop', outcome: 'stopped', error: new AppError(reason).data }
}

function attemptEnd(row: JobRow) {
  return {
    type: row.type,
    cancelRequested: row.cancel_requested === 1,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
  }
}
