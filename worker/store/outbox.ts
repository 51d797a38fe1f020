import type { Store } from '#worker/store/connection.ts'

/** A job whose last change the mirror has not confirmed. */
export interface WaitingJob {
  jobId: string
  /** Counts the job's changes; what is confirmed is this number and no later change. */
  revision: number
  /** Discarded here: its rows there are to go. */
  discarded: boolean
}

/**
 * What Postgres has still to hear. Triggers fill it in the commit of every change; one row a job, whatever happened
 * to it meanwhile, so that it stays small however long there is no connection.
 */
export function createOutbox(store: Store) {
  /** Jobs with unsent changes, those accepted first before the others. */
  function waiting(limit: number): WaitingJob[] {
    const rows = store.all(
      `SELECT o.job_id AS jobId, o.revision, o.discarded FROM outbox o LEFT JOIN jobs j ON j.id = o.job_id
       WHERE o.revision > o.sent ORDER BY j.seq LIMIT @limit`,
      { limit },
    ) as { jobId: string; revision: number; discarded: 0 | 1 }[]
    return rows.map((row) => ({ ...row, discarded: row.discarded === 1 }))
  }

  /** The lease of somebody else's job that was discarded before it was answered; null for any other. */
  function tokenOf(jobId: string): string | null {
    const row = store.get('SELECT token FROM outbox WHERE job_id = @jobId', { jobId })
    return (row as { token: string | null } | undefined)?.token ?? null
  }

  /** Jobs whose files changed since the mirror was given them; only those whose state it knows already. */
  function filesWaiting(limit: number): { jobId: string; revision: number }[] {
    return store.all(
      `SELECT o.job_id AS jobId, o.files_revision AS revision FROM outbox o JOIN jobs j ON j.id = o.job_id
       WHERE o.files_revision > o.files_sent AND o.sent > 0 ORDER BY j.seq LIMIT @limit`,
      { limit },
    ) as { jobId: string; revision: number }[]
  }

  /** The mirror has this revision. A change that came meanwhile keeps the job waiting. */
  function sent(jobId: string, revision: number): void {
    store.write(() => {
      store.run('UPDATE outbox SET sent = max(sent, @revision) WHERE job_id = @jobId', { jobId, revision })
      // Nothing is left to be told of a job that is gone here and there.
      store.run('DELETE FROM outbox WHERE job_id = @jobId AND discarded = 1 AND sent >= revision', { jobId })
    })
  }

  /**
   * The server has a later revision than this ledger, which was restored from a backup: what stands here now is told
   * again as the newest.
   */
  function overtake(jobId: string, there: number): void {
    store.run('UPDATE outbox SET revision = max(revision, @there + 1) WHERE job_id = @jobId', {
      jobId,
      there,
    })
  }

  function filesSent(jobId: string, revision: number): void {
    store.run('UPDATE outbox SET files_sent = max(files_sent, @revision) WHERE job_id = @jobId', {
      jobId,
      revision,
    })
  }

  /** Number of jobs that wait, for their state or their files. */
  function count(): number {
    const row = store.get(
      'SELECT count(*) AS count FROM outbox WHERE revision > sent OR files_revision > files_sent',
    )
    return (row as { count: number }).count
  }

  /** The name under which this ledger writes to any database. */
  function installation(): string {
    return (store.get('SELECT installation FROM mirror') as { installation: string }).installation
  }

  /** We are connected to that database. When it is another than before, everything has to be told again. */
  function meet(server: string): void {
    store.write(() => {
      if (store.run('UPDATE mirror SET server = @server WHERE server IS NOT @server', { server }) === 0)
        return
      store.run('DELETE FROM outbox WHERE discarded = 1')
      store.run('UPDATE outbox SET sent = 0, files_sent = 0')
    })
  }

  return { waiting, tokenOf, filesWaiting, sent, overtake, filesSent, count, installation, meet }
}

export type Outbox = ReturnType<typeof createOutbox>
