import { AppErrorData } from '#worker/api/errors.ts'
import type { Trip } from '#worker/domain/cloud/order-sync.ts'
import type { ItemEnd, ItemKey, SyncItem } from '#worker/domain/cloud/sync-item.ts'
import type { Store } from '#worker/store/connection.ts'
import type { Files, JobFile } from '#worker/store/files.ts'

interface Row {
  name: string
  remote: string
  direction: Trip['direction']
  size: number
  etag: string
  is_attachment: 0 | 1
  state: SyncItem['state']
  attempts: number
  error: string | null
}

/** The queue of each sync job, file by file. It stays with its job: an attempt goes on where the last one was. */
export function createSyncItems(store: Store, files: Files) {
  /** In the order in which they travel. */
  function list(jobId: string): SyncItem[] {
    const rows = store.all('SELECT * FROM sync_items WHERE job_id = @jobId ORDER BY position, name', {
      jobId,
    })
    return (rows as Row[]).map(toItem)
  }

  /**
   * What is to travel now, in this order. What was done stays as it is unless it has to travel once more; anything
   * else that is not among it needs not travel any more.
   */
  function plan(jobId: string, trips: readonly Trip[]): void {
    store.write(() => {
      store.run("DELETE FROM sync_items WHERE job_id = @jobId AND state <> 'done'", { jobId })
      store.run(
        'UPDATE sync_items SET position = position - 1000000 WHERE job_id = @jobId AND position >= 0',
        {
          jobId,
        },
      )
      for (const [position, trip] of trips.entries())
        store.run(
          `INSERT INTO sync_items (job_id, position, name, remote, direction, size, etag, is_attachment)
           VALUES (@jobId, @position, @name, @remote, @direction, @size, @etag, @isAttachment)
           ON CONFLICT DO UPDATE SET position = @position, remote = @remote, size = @size, etag = @etag,
             state = 'waiting', attempts = 0, error = NULL, verified = 0`,
          { jobId, position, ...trip, isAttachment: trip.isAttachment ? 1 : 0 },
        )
    })
  }

  /** They are on their way. */
  function begin(jobId: string, items: readonly ItemKey[]): void {
    store.write(() => {
      for (const { name, direction } of items)
        store.run(
          `UPDATE sync_items SET state = 'running', attempts = attempts + 1
           WHERE job_id = @jobId AND direction = @direction AND name = @name`,
          { jobId, name, direction },
        )
    })
  }

  /** How they ended, all or none, together with what else `also` writes. Done means seen to be whole. */
  function end(jobId: string, items: readonly ItemEnd[], also: () => void = () => undefined): void {
    store.write(() => {
      for (const { name, direction, state, size, etag, error } of items)
        store.run(
          `UPDATE sync_items SET state = @state, size = @size, etag = @etag, error = @error, verified = @verified
           WHERE job_id = @jobId AND direction = @direction AND name = @name`,
          {
            jobId,
            name,
            direction,
            state,
            size,
            etag,
            error: error === null ? null : JSON.stringify(error),
            verified: state === 'done' ? 1 : 0,
          },
        )
      also()
    })
  }

  /** A local file is about to be replaced: its content belongs to the job from now on, beside those before it. */
  function keepBefore(jobId: string, file: JobFile): void {
    store.write(() => {
      const versions = kept(jobId).filter(
        ({ name }) => name === file.name || name.startsWith(`${file.name}~`),
      )
      if (versions.some(({ sha256 }) => sha256 === file.sha256)) return
      const name = versions.length === 0 ? file.name : `${file.name}~${versions.length + 1}`
      files.add(jobId, 'output', { ...file, name })
    })
  }

  /** What the job keeps: files as they were before they were replaced. */
  function kept(jobId: string): JobFile[] {
    return files.list(jobId, 'output')
  }

  return { list, plan, begin, end, keepBefore, kept }
}

function toItem(row: Row): SyncItem {
  const { name, remote, direction, size, etag, state, attempts } = row
  return {
    name,
    remote,
    direction,
    size,
    etag,
    isAttachment: row.is_attachment === 1,
    state,
    attempts,
    // Codes may be renamed from one version to the next.
    error: row.error === null ? null : (AppErrorData.safeParse(JSON.parse(row.error)).data ?? null),
  }
}
