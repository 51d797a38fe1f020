import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hasLedgerAside } from '#worker/store/aside.ts'
import type { Store } from '#worker/store/connection.ts'
import { blobsDir, workDir } from '#worker/store/paths.ts'
import { guard } from '#worker/store/translate.ts'

export interface Swept {
  /** Blobs that no job refers to, and rows about them. */
  blobs: number
  /** Half-written blobs. */
  parts: number
  /** Scratch folders of attempts that are over. */
  scratch: number
}

/**
 * Clears away what a dead worker left behind. For the start, before anything is put or runs. Blobs stay as
 * long as a set-aside ledger lies here: they may belong to its jobs.
 */
export function sweep(store: Store): Swept {
  return guard(store.dir, () => ({
    scratch: removeAll(workDir(store.dir), () => true),
    parts: removeAll(blobsDir(store.dir), (name) => name.endsWith('.part')),
    blobs: hasLedgerAside(store.dir) ? 0 : sweepBlobs(store),
  }))
}

function sweepBlobs(store: Store): number {
  store.run('DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM job_files)')
  const wanted = new Set(
    (store.all('SELECT sha256 FROM blobs') as { sha256: string }[]).map((row) => row.sha256),
  )
  const root = blobsDir(store.dir)
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders
    .map((folder) => removeAll(join(root, folder.name), (name) => !wanted.has(name)))
    .reduce((sum, count) => sum + count, 0)
}

function removeAll(folder: string, which: (name: string) => boolean): number {
  const names = readdirSync(folder).filter(which)
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true })
  return names.length
}
