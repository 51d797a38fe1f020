import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLedger } from '#worker/store/ledger.ts'
import { connect, openStore } from '#worker/store/open.ts'
import { firstLine, kill, startProcess } from '#test/worker/store/processes.ts'
import { newJob, standingClock, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'
import { mountSmallDisk, remountReadOnly } from '#test/worker/store/disk.ts'

const code = (word: string) => expect.objectContaining({ code: word })

test('the pragmas that the ledger relies on are set', async () => {
  const { store } = await temporaryLedger()
  const read = (name: string) => Object.values(store.get(`PRAGMA ${name}`) as object)[0] as unknown
  expect(read('journal_mode')).toBe('wal')
  expect(read('synchronous')).toBe(2)
  expect(read('foreign_keys')).toBe(1)
  expect(read('trusted_schema')).toBe(0)
  expect(read('cell_size_check')).toBe(1)
  expect(read('busy_timeout')).toBe(5000)
})

test('every table is STRICT', async () => {
  const { store } = await temporaryLedger()
  const tables = store.all(
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  expect(tables).toEqual(
    [
      'attempts',
      'blobs',
      'cloud_accounts',
      'cloud_base',
      'cloud_creations',
      'cloud_jobs',
      'cloud_links',
      'cloud_pushes',
      'cloud_speeds',
      'delta_runs',
      'deltas',
      'file_hashes',
      'folders',
      'job_files',
      'jobs',
      'log_lines',
      'mirror',
      'outbox',
      'settings',
      'sync_items',
      'taken',
    ].map((name) => ({ name, strict: 1 })),
  )
})

describe('the lock', () => {
  test('lets one process write, and kill -9 frees it', async () => {
    const dir = temporaryFolder()
    const first = startProcess('./holder.ts', dir)
    expect(await firstLine(first)).toBe('open')
    expect(await firstLine(startProcess('./holder.ts', dir))).toBe('store.locked')
    await expect(openStore(dir)).rejects.toEqual(code('store.locked'))
    await kill(first)
    const store = await openStore(dir)
    expect(store.quickCheck()).toEqual([])
    store.close()
  })

  test('holds inside one process too, until the store is closed', async () => {
    const { store } = await temporaryLedger()
    await expect(openStore(store.dir)).rejects.toEqual(code('store.locked'))
    store.close()
    store.close()
    const again = await openStore(store.dir)
    again.close()
  })

  test('is freed when opening fails later on', async () => {
    const dir = temporaryFolder()
    writeFileSync(join(dir, 'ledger.db'), 'this is a letter, no database'.repeat(100))
    await expect(openStore(dir)).rejects.toEqual(code('store.corrupt'))
    await expect(openStore(dir)).rejects.toEqual(code('store.corrupt'))
  })
})

describe('a read-only store', () => {
  test('sees the jobs of a running worker and cannot write', async () => {
    const { store, jobs } = await temporaryLedger()
    const job = jobs.create(newJob('a'))
    const reader = await openStore(store.dir, { readOnly: true })
    const seen = createLedger(reader, standingClock())
    expect(seen.jobs.list()).toEqual([job])
    expect(() => seen.jobs.create(newJob('b'))).toThrow(code('store.readonly'))
    jobs.create(newJob('c'))
    expect(seen.jobs.list()).toHaveLength(2)
    reader.close()
  })

  test('of a ledger that does not exist is empty, and makes nothing', async () => {
    const dir = join(temporaryFolder(), 'never')
    const reader = await openStore(dir, { readOnly: true })
    expect(createLedger(reader, standingClock()).jobs.list()).toEqual([])
    expect(() => reader.run('DELETE FROM jobs')).toThrow(code('store.readonly'))
    reader.close()
    expect(existsSync(dir)).toBe(false)
  })
})

test('a store closes to one file', async () => {
  const { store } = await temporaryLedger()
  store.close()
  expect(readdirSync(store.dir).sort()).toEqual(['backups', 'blobs', 'ledger.db', 'lock.db', 'work'])
})

test.skipIf(process.platform === 'win32')('the folders are the owner’s alone', async () => {
  const { store } = await temporaryLedger()
  for (const name of ['blobs', 'backups', 'work']) {
    expect(statSync(join(store.dir, name)).mode & 0o777).toBe(0o700)
  }
})

test('a transaction cannot be async, and one that throws leaves nothing', async () => {
  const { store, jobs } = await temporaryLedger()
  expect(() => store.write(async () => jobs.create(newJob('a')))).toThrow(TypeError)
  expect(() =>
    store.write(() => {
      jobs.create(newJob('a'))
      throw new Error('on purpose')
    }),
  ).toThrow('on purpose')
  expect(jobs.list()).toEqual([])
})

describe('what the disk refuses', () => {
  test('a file where the folder should be', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(openStore(file)).rejects.toEqual(code('store.readonly'))
    await expect(openStore(join(file, 'below'))).rejects.toEqual(code('store.readonly'))
  })

  const unhindered = process.getuid?.() === 0 || process.platform === 'win32'
  if (unhindered)
    process.stderr.write('Skipped: folder permissions do not stop root, and are others on Windows.\n')

  test.skipIf(unhindered)('a folder without permission', async () => {
    const dir = temporaryFolder()
    chmodSync(dir, 0o500)
    await expect(openStore(dir)).rejects.toEqual(code('store.readonly'))
  })

  test('a read-only disk, with and without a ledger on it', async (context) => {
    const disk = mountSmallDisk(context)
    mkdirSync(join(disk, 'used'))
    mkdirSync(join(disk, 'empty'))
    const store = await openStore(join(disk, 'used'))
    createLedger(store, standingClock()).jobs.create(newJob('a'))
    store.close()
    remountReadOnly(disk)
    await expect(openStore(join(disk, 'used'))).rejects.toEqual(code('store.readonly'))
    await expect(openStore(join(disk, 'empty'))).rejects.toEqual(code('store.readonly'))
    await expect(openStore(join(disk, 'new', 'folder'))).rejects.toEqual(code('store.readonly'))
  })

  test('a page torn inside a ledger that nobody closed', async () => {
    const { store, jobs } = await temporaryLedger()
    for (let i = 0; i < 200; i += 1) jobs.create(newJob(`${i} ${'x'.repeat(500)}`))
    store.close()
    const ledger = join(store.dir, 'ledger.db')
    const file = openSync(ledger, 'r+')
    writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, Math.floor(statSync(ledger).size / 8192) * 4096)
    closeSync(file)
    // A WAL with content is what a worker leaves that nobody closed; it asks for the check.
    writeFileSync(`${ledger}-wal`, 'torn')
    await expect(openStore(store.dir)).rejects.toEqual(code('store.corrupt'))
  })
})

test('a ledger of a later version is left alone', async () => {
  const { store } = await temporaryLedger()
  store.exec('PRAGMA user_version = 9999')
  store.close()
  await expect(openStore(store.dir)).rejects.toMatchObject({
    code: 'store.newer',
    data: { params: { found: 9999 } },
  })
  await expect(openStore(store.dir, { readOnly: true })).rejects.toEqual(code('store.newer'))
  const untouched = connect(join(store.dir, 'ledger.db'), 'read')
  onTestFinished(() => untouched.close())
  expect(untouched.get('PRAGMA user_version')).toEqual({ user_version: 9999 })
})
