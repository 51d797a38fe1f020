import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/** Forces a file's bytes to the disk. */
export function syncFile(path: string): void {
  const fd = openSync(path, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Renames so that the new name survives a power cut: the folder's entry is synced too. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  // Windows cannot open a folder, and journals the rename by itself.
  if (process.platform === 'win32') return
  const fd = openSync(dirname(to), 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
