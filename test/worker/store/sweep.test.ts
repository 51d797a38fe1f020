import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sweep } from '#worker/store/sweep.ts'
import { newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

test('what a dead worker left goes, what a job needs stays', async () => {
  const { store, blobs, jobs } = await temporaryLedger()
  const wanted = await blobs.putBytes(new Uint8Array([1]))
  const orphan = await blobs.putBytes(new Uint8Array([2]))
  jobs.create({ ...newJob('a'), files: [{ name: 'form', ...wanted }] })
  writeFileSync(join(store.dir, 'blobs', 'half.part'), 'ha')
  mkdirSync(join(store.dir, 'work', 'job-1', 'deep'), { recursive: true })
  expect(sweep(store)).toEqual({ blobs: 1, parts: 1, scratch: 1 })
  expect([wanted, orphan].map((blob) => blobs.has(blob.sha256))).toEqual([true, false])
  expect(readdirSync(join(store.dir, 'work'))).toEqual([])
  expect(sweep(store)).toEqual({ blobs: 0, parts: 0, scratch: 0 })
})

test('no blob goes while a ledger is set aside that may name it', async () => {
  const { store, blobs } = await temporaryLedger()
  const orphan = await blobs.putBytes(new Uint8Array([2]))
  writeFileSync(join(store.dir, 'ledger.db.corrupt-20260115T120000000Z'), '')
  expect(sweep(store).blobs).toBe(0)
  expect(existsSync(blobs.pathOf(orphan.sha256))).toBe(true)
})
