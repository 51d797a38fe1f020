import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '#worker/api/errors.ts'
import { finishReplacement } from '#worker/store/aside.ts'
import { backupLedger } from '#worker/store/backup.ts'
import type { Connection, Store } from '#worker/store/connection.ts'
import { renameDurably, syncFile } from '#worker/store/durable.ts'
import { migrate, schemaVersion } from '#worker/store/migrate.ts'
import { backupsDir, blobsDir, ledgerFile, lockFile, workDir } from '#worker/store/paths.ts'
import { guard, guardAsync } from '#worker/store/translate.ts'

export interface OpenOptions {
  /** For looking at the ledger while another process works on it: no lock, no migration, never a write. */
  readOnly?: boolean
  /** Folder with NNNN-name.sql; a bundle ships it somewhere else than beside this file. */
  migrationsDir?: string
}

/**
 * Opens the ledger in `dir`, and makes it where there is none. A writing store is alone: it holds `lock.db`
 * until it is closed or the process ends in whatever way. Older schemas are backed up and migrated. A ledger
 * that does not exist reads as an empty one.
 *
 * @throws AppError `store.locked | full | readonly | corrupt | newer`
 */
export async function openStore(dir: string, options: OpenOptions = {}): Promise<Store> {
  const migrationsDir = options.migrationsDir ?? join(import.meta.dirname, 'migrations')
  return options.readOnly === true ? openForReading(dir, migrationsDir) : openForWriting(dir, migrationsDir)
}

async function openForReading(dir: string, migrationsDir: string): Promise<Store> {
  const exists = existsSync(ledgerFile(dir))
  const connection = connect(exists ? ledgerFile(dir) : ':memory:', exists ? 'read' : 'write')
  try {
    if (!exists) await migrate(connection, migrationsDir, async () => {})
    const { found, known } = schemaVersion(connection, migrationsDir)
    if (found > known) throw new AppError('store.newer', { path: connection.path, found, known })
    if (found < known) throw new AppError('store.readonly', { path: connection.path, found, known })
    connection.exec('PRAGMA query_only = ON')
    return { ...connection, dir, readOnly: true }
  } catch (thrown) {
    connection.close()
    throw thrown
  }
}

async function openForWriting(dir: string, migrationsDir: string): Promise<Store> {
  const ledger = ledgerFile(dir)
  for (const folder of [dir, blobsDir(dir), backupsDir(dir), workDir(dir)]) makeFolder(folder)
  const unlock = holdLock(dir)
  let connection: Connection | undefined
  try {
    guard(dir, () => finishReplacement(dir, Date.now()))
    const unclean = leftByCrash(ledger)
    connection = connect(ledger, 'write')
    if (unclean) mustBeSound(connection)
    const open = connection
    await migrate(open, migrationsDir, () => backupLedger(open, dir, 'migration', Date.now()))
    return {
      ...open,
      dir,
      readOnly: false,
      close() {
        open.close()
        unlock()
      },
    }
  } catch (thrown) {
    connection?.close()
    unlock()
    throw thrown
  }
}

function makeFolder(folder: string): void {
  try {
    guard(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))
  } catch (thrown) {
    // What Node makes of a read-only disk (EROFS) when it is asked for parents too.
    const unmakeable = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    throw unmakeable ? new AppError('store.readonly', { path: folder }, { cause: thrown }) : thrown
  }
}

/** SQLite removes the WAL when its last connection closes; one with content means that nobody closed it. */
function leftByCrash(ledger: string): boolean {
  return (statSync(`${ledger}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

function mustBeSound(connection: Connection): void {
  const problems = connection.quickCheck()
  if (problems.length === 0) return
  throw new AppError('store.corrupt', { path: connection.path }, { detail: problems.join('\n') })
}

/**
 * Takes the folder's lock until the returned function is called. The operating system drops the lock of a
 * file with its process, so that kill -9 frees it and no stale lock has ever to be judged by age.
 */
export function holdLock(dir: string): () => void {
  const path = lockFile(dir)
  return guard(path, () => {
    const db = new Database(path, { timeout: 500 })
    try {
      // Without a journal file there is nothing to clean up after a crash.
      db.pragma('journal_mode = MEMORY')
      db.exec('BEGIN EXCLUSIVE')
    } catch (thrown) {
      db.close()
      throw thrown
    }
    return () => db.close()
  })
}

/** Opens one SQLite file. `write` makes it where it is missing and sets the pragmas of a ledger. */
export function connect(path: string, mode: 'read' | 'write'): Connection {
  return guard(path, () => {
    const db = new Database(path, {
      readonly: mode === 'read',
      fileMustExist: mode === 'read',
      timeout: 5000,
    })
    try {
      setPragmas(db, path, mode)
    } catch (thrown) {
      db.close()
      throw thrown
    }
    return wrap(db, path, mode)
  })
}

/** Sets what the ledger relies on, and reads it back: a refused pragma is silent (S37). */
function setPragmas(db: Database.Database, path: string, mode: 'read' | 'write'): void {
  const wanted: Record<string, string | number> = {
    foreign_keys: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    busy_timeout: 5000,
  }
  if (mode === 'write' && path !== ':memory:') {
    // NORMAL may lose the last commits in a power cut; an accepted job must survive one.
    Object.assign(wanted, { journal_mode: 'wal', synchronous: 2, journal_size_limit: 16_777_216 })
  }
  // fsync on macOS leaves data in the drive's cache.
  if (process.platform === 'darwin') Object.assign(wanted, { fullfsync: 1, checkpoint_fullfsync: 1 })
  for (const [name, value] of Object.entries(wanted)) {
    db.pragma(`${name} = ${value}`)
    const got = db.pragma(name, { simple: true })
    if (got !== value) throw new AppError('store.readonly', { path }, { detail: `${name} is ${String(got)}` })
  }
}

function wrap(db: Database.Database, path: string, mode: 'read' | 'write'): Connection {
  const prepared = new Map<string, Database.Statement>()
  const transaction = db.transaction((work: () => unknown) => work())

  function prepare(sql: string): Database.Statement {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }

  return {
    path,
    all: (sql, values = {}) => guard(path, () => prepare(sql).all(values)),
    get: (sql, values = {}) => guard(path, () => prepare(sql).get(values)),
    run: (sql, values = {}) => guard(path, () => prepare(sql).run(values).changes),
    exec: (sql) => void guard(path, () => db.exec(sql)),
    write: <T>(work: () => T) => guard(path, () => transaction.immediate(work) as T),
    quickCheck: () => guard(path, () => quickCheck(db)),
    backup: (file) => guardAsync(path, () => copyChecked(db, file)),
    close() {
      if (!db.open) return
      if (mode === 'write') optimize(db)
      db.close()
    },
  }
}

function quickCheck(db: Database.Database): string[] {
  const rows = db.pragma('quick_check(20)') as { quick_check: string }[]
  return rows.map((row) => row.quick_check).filter((words) => words !== 'ok')
}

async function copyChecked(db: Database.Database, file: string): Promise<void> {
  const part = `${file}.part`
  rmSync(part, { force: true })
  await db.backup(part)
  const copy = new Database(part)
  try {
    // One file, that opens in a folder where nothing can be written.
    copy.pragma('journal_mode = DELETE')
    const problems = quickCheck(copy)
    if (problems.length > 0)
      throw new AppError('store.corrupt', { path: db.name }, { detail: problems.join('\n') })
  } finally {
    copy.close()
  }
  syncFile(part)
  renameDurably(part, file)
}

function optimize(db: Database.Database): void {
  try {
    db.pragma('optimize')
  } catch {
    // Only statistics for the planner: a full disk must not keep the store from closing.
  }
}
