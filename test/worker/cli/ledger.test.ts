import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { backupDaily, listBackups } from '#worker/store/backup.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { ledgerFile } from '#worker/store/paths.ts'
import { run, scratch } from '#test/worker/cli/run.ts'
import { newJob, standingClock } from '#test/worker/store/temporary.ts'

// Each case starts the command line several times.
vi.setConfig({ testTimeout: 60_000 })

/** A ledger with one job in its backup and another one since. */
async function damagedLedger(): Promise<string> {
  const data = scratch()
  const store = await openStore(data)
  const { jobs } = createLedger(store, standingClock())
  jobs.create(newJob('kept'))
  await backupDaily(store, Date.now())
  jobs.create(newJob('since'))
  store.close()
  const { size } = statSync(ledgerFile(data))
  writeFileSync(ledgerFile(data), Buffer.alloc(size, 'x'))
  return data
}

test('a damaged ledger says how to go back, and goes back to its newest backup', async () => {
  const data = await damagedLedger()
  const list = await run(['jobs', 'list', '--data', data])
  expect(list.code).toBe(1)
  expect(list.stderr).toContain('ledger restore')

  const check = await run(['ledger', 'check', '--data', data, '--json'])
  const [backup] = listBackups(data)
  expect(check.code).toBe(1)
  expect(check.document()).toMatchObject({
    ledger: 'corrupt',
    newestGood: { file: backup?.file, kind: 'daily' },
  })

  const restored = await run(['ledger', 'restore', '--data', data, '--json'])
  expect(restored.document()).toEqual({ restored: basename(backup?.file ?? '') })
  const jobs = await run(['jobs', 'list', '--data', data, '--json'])
  expect(jobs.document()).toMatchObject([{ title: 'kept' }])
  expect((await run(['ledger', 'check', '--data', data])).code).toBe(0)
  // The damaged one is beside it.
  expect(
    readdirSync(data, { recursive: true })
      .map(String)
      .some((name) => /aside|damaged|corrupt/.test(name)),
  ).toBe(true)
})

test('a fresh start, by name, and what cannot be restored', async () => {
  const data = await damagedLedger()
  const name = basename(listBackups(data)[0]?.file ?? '')
  expect((await run(['ledger', 'restore', name, '--data', data])).code).toBe(0)
  expect((await run(['ledger', 'restore', 'nothing', '--data', data])).code).toBe(0)
  expect((await run(['jobs', 'list', '--data', data, '--json'])).document()).toEqual([])
  const missing = await run(['ledger', 'restore', join(data, 'none.db'), '--data', data, '--json'])
  expect(missing.code).toBe(1)
  expect((await run(['ledger', 'restore', 'a', 'b', '--data', data])).code).toBe(2)
})
