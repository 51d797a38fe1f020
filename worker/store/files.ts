import type { Blob } from '#worker/store/blobs.ts'
import type { Store } from '#worker/store/connection.ts'

export type FileRole = 'input' | 'output'

/** A job's file: a name that the job type gives it, and the blob that holds it. */
export interface JobFile extends Blob {
  name: string
}

/** Which blobs a job needs or made. Writers call inside their own transaction. */
export function createFiles(store: Store, now: () => number) {
  function list(jobId: string, role: FileRole): JobFile[] {
    return store.all(
      `SELECT f.name, f.sha256, b.size FROM job_files f JOIN blobs b USING (sha256)
       WHERE f.job_id = @jobId AND f.role = @role ORDER BY f.name`,
      { jobId, role },
    ) as JobFile[]
  }

  /** A second file of that role and name takes the first one's place. */
  function add(jobId: string, role: FileRole, file: JobFile): void {
    store.run(
      'INSERT INTO blobs (sha256, size, created_at) VALUES (@sha256, @size, @at) ON CONFLICT DO NOTHING',
      { sha256: file.sha256, size: file.size, at: now() },
    )
    store.run(
      `INSERT INTO job_files (job_id, role, name, sha256) VALUES (@jobId, @role, @name, @sha256)
       ON CONFLICT (job_id, role, name) DO UPDATE SET sha256 = excluded.sha256`,
      { jobId, role, name: file.name, sha256: file.sha256 },
    )
  }

  /** Forgets the job's files of that role, and the blobs that no job has any more; returns those. */
  function drop(jobId: string, role: FileRole): string[] {
    const dropped = list(jobId, role).map((file) => file.sha256)
    store.run('DELETE FROM job_files WHERE job_id = @jobId AND role = @role', { jobId, role })
    return (
      store.all(
        `DELETE FROM blobs WHERE sha256 IN (SELECT value FROM json_each(@dropped))
         AND sha256 NOT IN (SELECT sha256 FROM job_files) RETURNING sha256`,
        { dropped: JSON.stringify(dropped) },
      ) as { sha256: string }[]
    ).map((row) => row.sha256)
  }

  return { list, add, drop }
}

export type Files = ReturnType<typeof createFiles>
