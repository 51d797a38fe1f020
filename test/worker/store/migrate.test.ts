import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listBackups } from '#worker/store/backup.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { connect, openStore } from '#worker/store/open.ts'
import { newJob, standingClock, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

const shipped = join(import.meta.dirname, '../../../worker/store/migrations')

/** The shipped migrations and one more. */
function folderWith(sql: string): string {
  const folder = temporaryFolder()
  cpSync(shipped, folder, { recursive: true })
  writeFileSync(join(folder, '0010-next.sql'), sql)
  writeFileSync(join(folder, 'readme.txt'), 'no migration')
  return folder
}

test('a newer version migrates a ledger, keeps its jobs, and a copy of how it was', async () => {
  const { store, jobs } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  store.close()
  const migrationsDir = folderWith(
    'ALTER TABLE jobs ADD COLUMN colour TEXT; CREATE INDEX c ON jobs (colour);',
  )
  await expect(openStore(store.dir, { readOnly: true, migrationsDir })).rejects.toMatchObject({
    code: 'store.readonly',
  })
  const newer = await openStore(store.dir, { migrationsDir })
  expect(newer.get('SELECT id, colour FROM jobs')).toEqual({ id: job.id, colour: null })
  expect(newer.get('PRAGMA user_version')).toEqual({ user_version: 10 })
  newer.close()
  const [backup] = listBackups(store.dir)
  expect(backup?.kind).toBe('migration')
  const copy = connect(backup!.file, 'read')
  expect(copy.get('PRAGMA user_version')).toEqual({ user_version: 4 })
  expect(copy.get('SELECT id FROM jobs')).toEqual({ id: job.id })
  copy.close()
  await expect(openStore(store.dir)).rejects.toMatchObject({ code: 'store.newer' })
})

test('a migration that fails half-way never happened', async () => {
  const { store, jobs } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  store.close()
  const migrationsDir = folderWith(
    'CREATE TABLE extra (a INT) STRICT; DELETE FROM jobs; SELECT no_such_thing();',
  )
  await expect(openStore(store.dir, { migrationsDir })).rejects.toThrow('no_such_thing')
  const again = await openStore(store.dir)
  expect(createLedger(again, standingClock()).jobs.list()).toEqual([job])
  expect(again.get("SELECT name FROM sqlite_schema WHERE name = 'extra'")).toBeUndefined()
  again.close()
})

test('a new ledger needs no backup', async () => {
  const { store } = await temporaryLedger()
  expect(listBackups(store.dir)).toEqual([])
})

test('a ledger of the first version keeps its jobs, and the mirror has to hear of them', async () => {
  const first = temporaryFolder()
  mkdirSync(first, { recursive: true })
  cpSync(join(shipped, '0001-ledger.sql'), join(first, '0001-ledger.sql'))
  const dir = temporaryFolder()
  const old = await openStore(dir, { migrationsDir: first })
  old.exec(`INSERT INTO jobs (id, type, state, title, request, max_attempts, created_at, updated_at)
    VALUES ('a', 'generate', 'queued', 'Wells', '{}', 2, 1, 1)`)
  old.close()
  const store = await openStore(dir)
  const ledger = createLedger(store, standingClock())
  expect(ledger.jobs.list()).toMatchObject([{ id: 'a', title: 'Wells', origin: null }])
  expect(ledger.outbox.waiting(10)).toEqual([{ jobId: 'a', revision: 1, discarded: false }])
  ledger.outbox.sent('a', 1)
  expect(ledger.outbox.filesWaiting(10)).toEqual([{ jobId: 'a', revision: 1 }])
  store.close()
})
