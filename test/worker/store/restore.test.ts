import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backupDaily } from '#worker/store/backup.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { inspectLedger, restoreLedger } from '#worker/store/restore.ts'
import { newJob, standingClock, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

const noon = Date.UTC(2026, 0, 15, 12)
const noise = 'x'.repeat(20_000)

async function brokenLedger() {
  const { store, jobs } = await temporaryLedger()
  const job = jobs.create(newJob('kept'))
  await backupDaily(store, noon)
  await backupDaily(store, noon + 86_400_000)
  jobs.create(newJob('after the backup'))
  store.close()
  writeFileSync(join(store.dir, 'ledger.db'), noise)
  const newest = join(store.dir, 'backups', 'ledger-20260116T120000000Z-daily.db')
  return { dir: store.dir, job, newest }
}

const titles = async (dir: string) => {
  const store = await openStore(dir)
  const jobs = createLedger(store, standingClock()).jobs.list()
  store.close()
  return jobs.map((job) => job.title)
}

test('the report names the newest backup that is sound', async () => {
  const { dir, newest } = await brokenLedger()
  await expect(openStore(dir)).rejects.toMatchObject({ code: 'store.corrupt' })
  expect(inspectLedger(dir)).toMatchObject({ ledger: 'corrupt', newestGood: { file: newest } })
  writeFileSync(newest, noise)
  const report = inspectLedger(dir)
  expect(report.problem).toContain('not a database')
  expect(report.backups).toHaveLength(2)
  expect(report.newestGood?.at).toBe(noon)
})

test('a sound ledger, and none, are reported as such', async () => {
  const { store } = await temporaryLedger()
  expect(inspectLedger(store.dir)).toMatchObject({ ledger: 'good', problem: null, newestGood: null })
  expect(inspectLedger(temporaryFolder())).toMatchObject({ ledger: 'missing' })
})

test('restoring brings the backup’s jobs back and keeps the broken file', async () => {
  const { dir, newest } = await brokenLedger()
  restoreLedger(dir, newest, noon)
  expect(readFileSync(join(dir, 'ledger.db.corrupt-20260115T120000000Z'), 'utf8')).toBe(noise)
  expect(await titles(dir)).toEqual(['kept'])
  expect(existsSync(newest)).toBe(true)
})

test('without a backup one starts afresh, the broken file kept', async () => {
  const { dir } = await brokenLedger()
  restoreLedger(dir, null, noon)
  expect(await titles(dir)).toEqual([])
  expect(readdirSync(dir)).toContain('ledger.db.corrupt-20260115T120000000Z')
})

test('a restore that a crash interrupted is finished with the next start', async () => {
  const { dir, newest } = await brokenLedger()
  copyFileSync(newest, join(dir, 'ledger.db.restore'))
  renameSync(join(dir, 'ledger.db'), join(dir, 'ledger.db.corrupt-20260115T120000000Z'))
  expect(await titles(dir)).toEqual(['kept'])
})

test('neither a broken backup nor a ledger in use is restored', async () => {
  const { dir, newest } = await brokenLedger()
  writeFileSync(newest, noise)
  expect(() => restoreLedger(dir, newest, noon)).toThrow(expect.objectContaining({ code: 'store.corrupt' }))
  expect(readFileSync(join(dir, 'ledger.db'), 'utf8')).toBe(noise)
  const { store } = await temporaryLedger()
  expect(() => restoreLedger(store.dir, null, noon)).toThrow(
    expect.objectContaining({ code: 'store.locked' }),
  )
})
