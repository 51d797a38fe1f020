import type { CloudLink } from '#worker/api/cloud.ts'
import type { FileBase } from '#worker/domain/cloud/compare.ts'
import type { Store } from '#worker/store/connection.ts'

interface Row {
  folder: string
  account_id: string
  server: string
  project_id: string
  name: string
  owner: string
  synced_at: number | null
}

/** Which project a folder belongs to, and what both had when they were last seen to be the same. */
export function createCloudLinks(store: Store, now: () => number) {
  function find(folder: string): CloudLink | null {
    const row = store.get('SELECT * FROM cloud_links WHERE folder = @folder', { folder }) as Row | undefined
    return row === undefined ? null : toLink(row)
  }

  /**
   * Links a folder; one that was linked to another project begins anew. The project that `jobId` was about to make
   * is made with that.
   */
  function write(link: Omit<CloudLink, 'syncedAt'>, jobId: string): void {
    const { folder, accountId, server, projectId, name, owner } = link
    store.write(() => {
      store.run(
        `INSERT INTO cloud_links (folder, account_id, server, project_id, name, owner)
         VALUES (@folder, @accountId, @server, @projectId, @name, @owner)
         ON CONFLICT (folder) DO UPDATE SET account_id = @accountId, server = @server, project_id = @projectId,
           name = @name, owner = @owner, synced_at = iif(project_id = @projectId, synced_at, NULL)`,
        { folder, accountId, server, projectId, name, owner },
      )
      dropCreation(jobId)
    })
  }

  /** Everything was seen to be the same. */
  function synced(folder: string): void {
    store.run('UPDATE cloud_links SET synced_at = @at WHERE folder = @folder', { folder, at: now() })
  }

  /** Folder and project know nothing of each other any more; both stay as they are. */
  function remove(folder: string): void {
    store.write(() => {
      store.run('DELETE FROM cloud_links WHERE folder = @folder', { folder })
      store.run('DELETE FROM cloud_base WHERE folder = @folder', { folder })
    })
  }

  /** A job is about to make a project of that name. */
  function beginCreation(jobId: string, project: { owner: string; name: string }): void {
    store.run(
      `INSERT INTO cloud_creations (job_id, owner, name) VALUES (@jobId, @owner, @name)
       ON CONFLICT (job_id) DO UPDATE SET owner = @owner, name = @name`,
      { jobId, owner: project.owner, name: project.name },
    )
  }

  /** The server said no: whoever makes a project of that name now, it is not the job's. */
  function dropCreation(jobId: string): void {
    store.run('DELETE FROM cloud_creations WHERE job_id = @jobId', { jobId })
  }

  /** The project that a job was about to make and may have made. */
  function creationOf(jobId: string): { owner: string; name: string } | null {
    const row = store.get('SELECT owner, name FROM cloud_creations WHERE job_id = @jobId', { jobId })
    return (row as { owner: string; name: string } | undefined) ?? null
  }

  function base(folder: string, projectId: string): FileBase[] {
    return store.all(
      `SELECT name, size, sha256, etag FROM cloud_base WHERE folder = @folder AND project_id = @projectId`,
      { folder, projectId },
    ) as FileBase[]
  }

  /** These files were seen to be the same on both sides, all or none. */
  function settle(folder: string, projectId: string, files: readonly FileBase[]): void {
    if (files.length === 0) return
    store.write(() => {
      for (const { name, size, sha256, etag } of files)
        store.run(
          `INSERT INTO cloud_base (folder, project_id, name, size, sha256, etag)
           VALUES (@folder, @projectId, @name, @size, @sha256, @etag)
           ON CONFLICT DO UPDATE SET size = @size, sha256 = @sha256, etag = @etag`,
          { folder, projectId, name, size, sha256, etag },
        )
    })
  }

  return { find, write, synced, remove, beginCreation, dropCreation, creationOf, base, settle }
}

function toLink(row: Row): CloudLink {
  return {
    folder: row.folder,
    accountId: row.account_id,
    server: row.server,
    projectId: row.project_id,
    name: row.name,
    owner: row.owner,
    syncedAt: row.synced_at === null ? null : new Date(row.synced_at).toISOString(),
  }
}
