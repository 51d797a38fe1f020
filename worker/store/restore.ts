import { existsSync } from 'node:fs'
import { AppError } from '#worker/api/errors.ts'
import { replaceLedger, setLedgerAside } from '#worker/store/aside.ts'
import { type Backup, listBackups } from '#worker/store/backup.ts'
import { connect, holdLock } from '#worker/store/open.ts'
import { ledgerFile } from '#worker/store/paths.ts'
import { guard } from '#worker/store/translate.ts'

export interface LedgerReport {
  ledger: 'missing' | 'good' | 'corrupt'
  /** SQLite's words about a corrupt ledger. */
  problem: string | null
  /** Newest first. */
  backups: Backup[]
  /** The newest backup that passes its check: the one to offer. */
  newestGood: Backup | null
}

/** Reads the ledger and its backups through and changes neither. Needs no lock. */
export function inspectLedger(dir: string): LedgerReport {
  const problem = existsSync(ledgerFile(dir)) ? findProblem(ledgerFile(dir)) : null
  const backups = listBackups(dir)
  return {
    ledger: existsSync(ledgerFile(dir)) ? (problem === null ? 'good' : 'corrupt') : 'missing',
    problem,
    backups,
    newestGood: backups.find((backup) => findProblem(backup.file) === null) ?? null,
  }
}

/**
 * Puts a backup in the ledger's place, or nothing for a fresh start. The ledger that stood there is set
 * aside, never deleted, and the blobs stay as well.
 *
 * @throws AppError `store.locked` while a worker has the ledger, `store.corrupt` for a broken backup
 */
export function restoreLedger(dir: string, backup: string | null, now: number): void {
  const unlock = holdLock(dir)
  try {
    const problem = backup === null ? null : findProblem(backup)
    if (problem !== null) throw new AppError('store.corrupt', { path: backup ?? dir }, { detail: problem })
    guard(dir, () => (backup === null ? setLedgerAside(dir, now) : replaceLedger(dir, backup, now)))
  } finally {
    unlock()
  }
}

function findProblem(file: string): string | null {
  try {
    const connection = connect(file, 'read')
    try {
      const problems = connection.quickCheck()
      return problems.length === 0 ? null : problems.join('\n')
    } finally {
      connection.close()
    }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'store.corrupt')
      return thrown.data.detail ?? thrown.message
    throw thrown
  }
}
