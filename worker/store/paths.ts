import { join } from 'node:path'

/** Where things stand inside the data folder. */
export const ledgerFile = (dir: string): string => join(dir, 'ledger.db')
export const lockFile = (dir: string): string => join(dir, 'lock.db')
export const blobsDir = (dir: string): string => join(dir, 'blobs')
export const backupsDir = (dir: string): string => join(dir, 'backups')
/** Scratch space of running jobs; emptied whenever a worker starts. */
export const workDir = (dir: string): string => join(dir, 'work')

/** A moment as it stands in file names: sorts by time, and no file system objects to it. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, '')
}
