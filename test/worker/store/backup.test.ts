import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backupDaily, listBackups } from '#worker/store/backup.ts'
import { newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const day = 86_400_000
const noon = Date.UTC(2026, 0, 15, 12)

test('one backup a day, the last five kept, each one file', async () => {
  const { store, jobs } = await temporaryLedger()
  jobs.create(newJob('a'))
  const made: boolean[] = []
  for (let half = 0; half < 14; half += 1) made.push(await backupDaily(store, noon + (half * day) / 2))
  expect(made).toEqual(made.map((_, half) => half % 2 === 0))
  expect(listBackups(store.dir).map((backup) => (backup.at - noon) / day)).toEqual([6, 5, 4, 3, 2])
  expect(readdirSync(join(store.dir, 'backups'))).toHaveLength(5)
})

test('a clock that was a year ahead does not end the daily backups', async () => {
  const { store } = await temporaryLedger()
  await backupDaily(store, noon + 365 * day)
  expect(await backupDaily(store, noon)).toBe(true)
})

test('what a dead worker half wrote is no backup, and goes with the next', async () => {
  const { store } = await temporaryLedger()
  writeFileSync(join(store.dir, 'backups', 'ledger-20260101T000000000Z-daily.db.part'), 'half')
  expect(listBackups(store.dir)).toEqual([])
  await backupDaily(store, noon)
  expect(readdirSync(join(store.dir, 'backups'))).toEqual(['ledger-20260115T120000000Z-daily.db'])
})
