import { isHiddenName } from '#worker/domain/project/survey.ts'

/** Where downloads land before they take their places, in the project's folder. Hidden, so that it never travels. */
export const incomingFolder = '.fieldpack-incoming'

/**
 * Whether a file never travels, either way: hidden ones (QFieldCloud's jobs fail over them), backups of QGIS (`~`),
 * what SQLite keeps beside an open database, and what a job of ours left half-written.
 */
export function isSkipped(name: string): boolean {
  return (
    isHiddenName(name) ||
    name.endsWith('~') ||
    /-(?:wal|shm|journal)$/u.test(name) ||
    /\.[0-9a-f]{8}\.partial$/u.test(name)
  )
}

/**
 * Databases whose journal holds what the file itself does not: some program has them open, or ended in the middle of
 * its work. Half of them would travel.
 */
export function journaled(files: readonly { name: string; size: number }[]): Set<string> {
  return new Set(
    files
      .filter(({ name, size }) => size > 0 && /-(?:wal|journal)$/u.test(name))
      .map(({ name }) => name.replace(/-[a-z]+$/u, '')),
  )
}
