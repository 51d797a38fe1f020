import type { JobState } from '#worker/api/jobs.ts'
import type { Store } from '#worker/store/connection.ts'

/**
 * `held`: this computer has to answer it; `delivered`: it has; `lost`: another computer took it over; `gone`: whoever
 * asked removed it there.
 */
export type TakenState = 'held' | 'delivered' | 'lost' | 'gone'

export interface TakenJob {
  jobId: string
  /** The database's own id. */
  server: string
  /** The lease there. */
  token: string
  state: TakenState
}

const columns = 'job_id AS jobId, server, token, state'

/** Jobs of others that were taken from Postgres, and the leases under which they are worked on. */
export function createTaken(store: Store) {
  /** To be called in the transaction that creates the job, or for a job that is taken once more. */
  function hold(taken: Omit<TakenJob, 'state'>): void {
    store.run(
      `INSERT INTO taken (job_id, server, token) VALUES (@jobId, @server, @token)
       ON CONFLICT (job_id) DO UPDATE SET server = @server, token = @token, state = 'held'`,
      { ...taken },
    )
  }

  function get(jobId: string): TakenJob | null {
    return (
      (store.get(`SELECT ${columns} FROM taken WHERE job_id = @jobId`, { jobId }) as TakenJob | undefined) ??
      null
    )
  }

  /** What this computer still has to answer to that database. */
  function held(server: string): TakenJob[] {
    return store.all(`SELECT ${columns} FROM taken WHERE server = @server AND state = 'held'`, {
      server,
    }) as TakenJob[]
  }

  /** Only for the lease that is known: a word about an older one comes too late. */
  function end(jobId: string, token: string, state: Exclude<TakenState, 'held'>): void {
    store.run('UPDATE taken SET state = @state WHERE job_id = @jobId AND token = @token', {
      jobId,
      token,
      state,
    })
  }

  function count(): number {
    const row = store.get("SELECT count(*) AS count FROM taken WHERE state = 'held'")
    return (row as { count: number }).count
  }

  /** Finished jobs that still have to be answered there. */
  function unanswered(): string[] {
    const rows = store.all(
      "SELECT t.job_id AS id FROM taken t JOIN jobs j ON j.id = t.job_id WHERE t.state = 'held' AND j.state = 'finished'",
    )
    return (rows as { id: string }[]).map(({ id }) => id)
  }

  /**
   * Jobs that somebody else asked for and that are over, here and there: those that ended before that moment
   * (milliseconds since 1970 UTC) in one of those states.
   */
  function over(before: number, states: readonly JobState[]): string[] {
    const rows = store.all(
      `SELECT j.id FROM jobs j LEFT JOIN taken t ON t.job_id = j.id
       WHERE j.origin IS NOT NULL AND coalesce(t.state, 'delivered') <> 'held' AND j.finished_at < @before
         AND j.state IN (SELECT value FROM json_each(@states))`,
      { before, states: JSON.stringify(states) },
    )
    return (rows as { id: string }[]).map(({ id }) => id)
  }

  return { hold, get, held, end, count, unanswered, over }
}

export type TakenJobs = ReturnType<typeof createTaken>
