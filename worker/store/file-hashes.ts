import type { HashedFile } from '#worker/domain/cloud/compare.ts'
import type { Store } from '#worker/store/connection.ts'

/** Hashes of a folder's files, so that a file is read once as long as its size and time are the same. */
export function createFileHashes(store: Store) {
  function list(folder: string): HashedFile[] {
    return store.all(
      'SELECT name, size, mtime_ms AS mtimeMs, etag, sha256 FROM file_hashes WHERE folder = @folder',
      { folder },
    ) as HashedFile[]
  }

  /** Adds what was hashed, and forgets what is not in the folder any more. */
  function update(folder: string, hashed: readonly HashedFile[], gone: readonly string[]): void {
    if (hashed.length + gone.length === 0) return
    store.write(() => {
      for (const { name, size, mtimeMs, etag, sha256 } of hashed)
        store.run(
          `INSERT INTO file_hashes (folder, name, size, mtime_ms, etag, sha256)
           VALUES (@folder, @name, @size, @mtimeMs, @etag, @sha256)
           ON CONFLICT DO UPDATE SET size = @size, mtime_ms = @mtimeMs, etag = @etag, sha256 = @sha256`,
          { folder, name, size, mtimeMs, etag, sha256 },
        )
      for (const name of gone)
        store.run('DELETE FROM file_hashes WHERE folder = @folder AND name = @name', { folder, name })
    })
  }

  return { list, update }
}
