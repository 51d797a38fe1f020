import type { Store } from '#worker/store/connection.ts'

/** A delta that this computer pushed. */
export interface Push {
  uuid: string
  /** The one that it replaces; null of one that is pushed for the first time. */
  of: string | null
  fileId: string
  /** Milliseconds since 1970 UTC. */
  pushedAt: number
  /** Null until the server was asked, or when it does not have it. */
  status: string | null
}

/** Receipts of pushed deltas: the server answers a push with nothing. */
export function createCloudPushes(store: Store, now: () => number) {
  /** Before they are sent: a crash in between must leave a trace. Saying it again changes nothing. */
  function begin(projectId: string, pushes: readonly Pick<Push, 'uuid' | 'of' | 'fileId'>[]): void {
    store.write(() => {
      for (const { uuid, of, fileId } of pushes)
        store.run(
          `INSERT INTO cloud_pushes (project_id, uuid, of_uuid, file_id, pushed_at)
           VALUES (@projectId, @uuid, @of, @fileId, @at) ON CONFLICT DO NOTHING`,
          { projectId, uuid, of, fileId, at: now() },
        )
    })
  }

  /** What the server has of them. */
  function settle(projectId: string, answers: readonly Pick<Push, 'uuid' | 'status'>[]): void {
    store.write(() => {
      for (const { uuid, status } of answers)
        store.run('UPDATE cloud_pushes SET status = @status WHERE project_id = @projectId AND uuid = @uuid', {
          projectId,
          uuid,
          status,
        })
    })
  }

  /** Newest first. */
  function list(projectId: string): Push[] {
    return store.all(
      `SELECT uuid, of_uuid AS "of", file_id AS fileId, pushed_at AS pushedAt, status FROM cloud_pushes
       WHERE project_id = @projectId ORDER BY pushed_at DESC, uuid`,
      { projectId },
    ) as Push[]
  }

  return { begin, settle, list }
}
