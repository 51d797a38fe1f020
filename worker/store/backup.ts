import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, Store } from '#worker/store/connection.ts'
import { backupsDir, stamp } from '#worker/store/paths.ts'
import { guard } from '#worker/store/translate.ts'

/** How many of each kind stay. */
const kept = 5
const day = 86_400_000

export interface Backup {
  file: string
  kind: 'daily' | 'migration'
  /** Milliseconds since 1970 UTC, as the file name says it. */
  at: number
}

/** Copies the ledger into `backups`, checked, and lets the oldest copies of that kind go. */
export async function backupLedger(
  connection: Connection,
  dir: string,
  kind: Backup['kind'],
  now: number,
): Promise<void> {
  guard(backupsDir(dir), () => mkdirSync(backupsDir(dir), { recursive: true, mode: 0o700 }))
  await connection.backup(join(backupsDir(dir), `ledger-${stamp(now)}-${kind}.db`))
  guard(backupsDir(dir), () => prune(dir, kind))
}

/**
 * Makes the day's backup when the last one is older than a day, or from the future after a clock was set
 * back. Cheap to ask often.
 *
 * @returns whether one was made
 */
export async function backupDaily(store: Store, now: number): Promise<boolean> {
  const last = listBackups(store.dir).find((backup) => backup.kind === 'daily')
  if (last !== undefined && last.at <= now && now - last.at < day) return false
  await backupLedger(store, store.dir, 'daily', now)
  return true
}

/** Every whole backup, newest first. */
export function listBackups(dir: string): Backup[] {
  return names(dir)
    .map((name) => parse(dir, name))
    .filter((backup) => backup !== null)
    .sort((a, b) => b.at - a.at)
}

function prune(dir: string, kind: Backup['kind']): void {
  const old = listBackups(dir)
    .filter((backup) => backup.kind === kind)
    .slice(kept)
  for (const { file } of old) rmSync(file)
  for (const name of names(dir)) if (name.includes('.part')) rmSync(join(backupsDir(dir), name))
}

function names(dir: string): string[] {
  try {
    return readdirSync(backupsDir(dir))
  } catch {
    return []
  }
}

function parse(dir: string, name: string): Backup | null {
  const match = /^ledger-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(daily|migration)\.db$/.exec(name)
  if (match === null) return null
  const [year, month, date, hour, minute, second, ms] = match.slice(1, 8).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const at = Date.UTC(year, month - 1, date, hour, minute, second, ms)
  return { file: join(backupsDir(dir), name), kind: match[8] as Backup['kind'], at }
}
