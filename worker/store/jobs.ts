import { v7 as uuid } from 'uuid'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import type { Job, JobState, JobType } from '#worker/api/jobs.ts'
import { noConnection, patient } from '#worker/domain/job/retry.ts'
import { type JobEvent, mayDiscard, transition } from '#worker/domain/job/state.ts'
import type { Blobs } from '#worker/store/blobs.ts'
import type { Store } from '#worker/store/connection.ts'
import type { Files, JobFile } from '#worker/store/files.ts'
import { type JobRow, toJob } from '#worker/store/rows.ts'

export interface NewJob {
  type: JobType
  title: string
  request: Job['request']
  /** Inputs that the job may need again; their blobs are kept until it is discarded. */
  files: readonly JobFile[]
  /** Default 2. */
  maxAttempts?: number
  /** A job of somebody else's keeps the id that it has there, and says where that is. */
  from?: { id: string; origin: string }
}

/** Jobs as people handle them: ask for one, look, cancel, ask again, discard. Running them: leases.ts. */
export function createJobs(store: Store, parts: { blobs: Blobs; files: Files; now: () => number }) {
  const { blobs, files, now } = parts

  /**
   * Accepts a job: its row and its inputs' in one transaction.
   *
   * @throws AppError `input.missing` when a blob was freed between its put and this
   */
  function create(job: NewJob): Job {
    const id = job.from?.id ?? uuid()
    return store.write(() => {
      const missing = job.files.find((file) => !blobs.has(file.sha256))
      if (missing !== undefined) throw new AppError('input.missing', { path: missing.name })
      store.run(
        `INSERT INTO jobs (id, type, state, title, origin, request, max_attempts, created_at, updated_at)
         VALUES (@id, @type, 'queued', @title, @origin, @request, @maxAttempts, @at, @at)`,
        {
          id,
          type: job.type,
          title: job.title,
          origin: job.from?.origin ?? null,
          request: JSON.stringify(job.request),
          maxAttempts: job.maxAttempts ?? 2,
          at: now(),
        },
      )
      for (const file of job.files) files.add(id, 'input', file)
      return get(id)
    })
  }

  function find(id: string): Job | null {
    const found = store.get('SELECT * FROM jobs WHERE id = @id', { id }) as JobRow | undefined
    return found === undefined ? null : toJob(found)
  }

  /** @throws AppError `job.notFound` */
  function get(id: string): Job {
    return toJob(row(id))
  }

  /** Newest first. */
  function list(limit = 500): Job[] {
    return (store.all('SELECT * FROM jobs ORDER BY seq DESC LIMIT @limit', { limit }) as JobRow[]).map(toJob)
  }

  /** How many jobs are in each state; a state without any is not in it. */
  function counts(): Partial<Record<JobState, number>> {
    const rows = store.all('SELECT state, count(*) AS count FROM jobs GROUP BY state')
    return Object.fromEntries(
      (rows as { state: JobState; count: number }[]).map(({ state, count }) => [state, count]),
    )
  }

  /**
   * A waiting job is stopped at once; a running one is marked, and its runner has to answer. `reason` is what the
   * job's error says then.
   */
  function requestCancel(id: string, reason: ErrorCode = 'job.cancelled'): Job {
    return store.write(() => {
      const job = row(id)
      if (job.state === 'started') {
        store.run(
          'UPDATE jobs SET cancel_requested = 1, cancel_reason = @reason, updated_at = @at WHERE id = @id',
          { id, reason, at: now() },
        )
      } else {
        const state = next(job, 'stop')
        const error = JSON.stringify(new AppError(reason).data)
        store.run(
          `UPDATE jobs SET state = @state, error = @error, next_attempt_at = NULL, finished_at = @at, updated_at = @at
           WHERE id = @id`,
          { id, state, error, at: now() },
        )
      }
      return get(id)
    })
  }

  /** Queues a failed or stopped job again, with its kept inputs and all its attempts. */
  function retry(id: string): Job {
    return store.write(() => {
      const state = next(row(id), 'retry')
      store.run(
        `UPDATE jobs SET state = @state, attempts = 0, steps = '[]', progress = NULL, error = NULL, result = NULL,
           started_at = NULL, finished_at = NULL, cancel_requested = 0, cancel_reason = NULL, updated_at = @at
         WHERE id = @id`,
        { id, state, at: now() },
      )
      return get(id)
    })
  }

  /** Lets jobs that wait for a connection try again now. A wait that a server asked for is kept. */
  function hurry(): Job[] {
    return store.write(() => {
      const ids = store.all(
        `UPDATE jobs SET next_attempt_at = @at, updated_at = @at
         WHERE state = 'pending' AND type IN (SELECT value FROM json_each(@types))
           AND error ->> '$.code' IN (SELECT value FROM json_each(@codes))
         RETURNING id`,
        { at: now(), types: JSON.stringify(patient), codes: JSON.stringify(noConnection) },
      ) as { id: string }[]
      return ids.map(({ id }) => get(id))
    })
  }

  /** Queues a failed or stopped job again, with what is asked for now in place of what was asked for before. */
  function renew(id: string, job: Pick<NewJob, 'title' | 'request' | 'files'>): Job {
    const wanted = new Set(job.files.map(({ sha256 }) => sha256))
    const { renewed, freed } = store.write(() => {
      retry(id)
      store.run('UPDATE jobs SET title = @title, request = @request WHERE id = @id', {
        id,
        title: job.title,
        request: JSON.stringify(job.request),
      })
      const dropped = files.drop(id, 'input')
      for (const file of job.files) files.add(id, 'input', file)
      return { renewed: get(id), freed: dropped.filter((sha256) => !wanted.has(sha256)) }
    })
    blobs.remove(freed)
    return renewed
  }

  /** Removes a job that does not run, its log, and the blobs that no other job has. */
  function discard(id: string): void {
    const freed = store.write(() => {
      const { state } = row(id)
      if (!mayDiscard(state)) throw new AppError('job.wrongState', { id, state, event: 'discard' })
      const dropped = [...files.drop(id, 'input'), ...files.drop(id, 'output')]
      store.run('DELETE FROM jobs WHERE id = @id', { id })
      return dropped
    })
    // After the commit: a crash in between leaves orphans for the next sweep, never a job without its files.
    blobs.remove(freed)
  }

  function row(id: string): JobRow {
    const found = store.get('SELECT * FROM jobs WHERE id = @id', { id }) as JobRow | undefined
    if (found === undefined) throw new AppError('job.notFound', { id })
    return found
  }

  return { create, find, get, list, counts, requestCancel, retry, hurry, renew, discard }
}

export type Jobs = ReturnType<typeof createJobs>

function next(job: JobRow, event: JobEvent): JobState {
  const state = transition(job.state, event)
  if (state === null) throw new AppError('job.wrongState', { id: job.id, state: job.state, event })
  return state
}
