import type { CloudJob } from '#worker/api/cloud.ts'
import type { Store } from '#worker/store/connection.ts'

/** A job of QFieldCloud's as it was last seen. */
export type KeptCloudJob = Omit<CloudJob, 'failedStep' | 'findings'>

/** Jobs of QFieldCloud's with what they said, since the server forgets. */
export function createCloudJobs(store: Store) {
  /**
   * Remembers a job as it is now. What was known of its feedback and log stays where this one does not have them.
   *
   * @param syncJob the job of ours that waits for it
   */
  function keep(server: string, job: KeptCloudJob, syncJob: string | null = null): void {
    store.write(() => {
      const known = find(job.id)
      const content = {
        ...job,
        feedback: job.feedback ?? known?.feedback ?? null,
        log: job.log ?? known?.log ?? null,
      }
      store.run(
        `INSERT INTO cloud_jobs (id, server, project_id, type, status, created_at, content, sync_job)
         VALUES (@id, @server, @projectId, @type, @status, @createdAt, @content, @syncJob)
         ON CONFLICT (id) DO UPDATE SET status = @status, content = @content,
           sync_job = coalesce(@syncJob, sync_job)`,
        {
          id: job.id,
          server,
          projectId: job.projectId,
          type: job.type,
          status: job.status,
          createdAt: job.createdAt,
          content: JSON.stringify(content),
          syncJob,
        },
      )
    })
  }

  function find(id: string): KeptCloudJob | null {
    const row = store.get('SELECT content FROM cloud_jobs WHERE id = @id', { id })
    return row === undefined ? null : toJob(row)
  }

  /** Newest first. */
  function list(projectId: string): KeptCloudJob[] {
    return store
      .all('SELECT content FROM cloud_jobs WHERE project_id = @projectId ORDER BY created_at DESC, id', {
        projectId,
      })
      .map(toJob)
  }

  /** The newest one of that type that a sync job of ours waits for, or waited. */
  function awaitedBy(syncJob: string, type: string): KeptCloudJob | null {
    const row = store.get(
      `SELECT content FROM cloud_jobs WHERE sync_job = @syncJob AND type = @type
       ORDER BY created_at DESC LIMIT 1`,
      { syncJob, type },
    )
    return row === undefined ? null : toJob(row)
  }

  /** The sync job waits for none of them any more: what it sent since asks for new ones. */
  function release(syncJob: string): void {
    store.run('UPDATE cloud_jobs SET sync_job = NULL WHERE sync_job = @syncJob', { syncJob })
  }

  return { keep, find, list, awaitedBy, release }
}

function toJob(row: unknown): KeptCloudJob {
  return JSON.parse((row as { content: string }).content) as KeptCloudJob
}
