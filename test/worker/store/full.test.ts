import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createQueue } from '#worker/queue/queue.ts'
import { openStore } from '#worker/store/open.ts'
import { mountSmallDisk } from '#test/worker/store/disk.ts'
import { newJob, temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

const full = expect.objectContaining({ code: 'store.full' })

/** Takes every free byte. */
function fill(disk: string): void {
  for (const size of [65_536, 4_096, 512]) {
    try {
      for (let i = 0; ; i += 1) writeFileSync(join(disk, `ballast-${size}-${i}`), Buffer.alloc(size))
    } catch {
      // Full at this size.
    }
  }
}

function empty(disk: string): void {
  for (const name of readdirSync(disk)) if (name.startsWith('ballast')) rmSync(join(disk, name))
}

test('a full disk refuses new jobs and keeps the old ones; with room again, all goes on', async (context) => {
  const disk = mountSmallDisk(context)
  const { store, jobs } = await temporaryLedger(join(disk, 'data'))
  const accepted = jobs.create(newJob('first'))
  fill(disk)
  const more = () => {
    for (let i = 0; i < 2_000; i += 1)
      jobs.create({ ...newJob(`${i}`), request: { text: 'x'.repeat(4_000) } })
  }
  expect(more).toThrow(full)
  expect(jobs.get(accepted.id)).toEqual(accepted)
  expect(store.quickCheck()).toEqual([])
  const before = jobs.list(10_000)
  empty(disk)
  jobs.create(newJob('last'))
  store.close()
  const again = await openStore(join(disk, 'data'))
  expect(again.get('SELECT count(*) AS n FROM jobs')).toEqual({ n: before.length + 1 })
  again.close()
})

test('a blob that does not fit is refused whole', async (context) => {
  const disk = mountSmallDisk(context)
  const { blobs, store } = await temporaryLedger(join(disk, 'data'))
  const source = join(temporaryFolder(), 'basemap.mbtiles')
  writeFileSync(source, Buffer.alloc(3_000_000, 7))
  await expect(blobs.putFile(source)).rejects.toEqual(full)
  await expect(blobs.putBytes(new Uint8Array(3_000_000))).rejects.toEqual(full)
  expect(readdirSync(join(store.dir, 'blobs'))).toEqual([])
})

test('an outcome that finds the disk full is written when there is room', async (context) => {
  const disk = mountSmallDisk(context)
  const { jobs, leases } = await temporaryLedger(join(disk, 'data'))
  const { id } = jobs.create(newJob('a'))
  const errors: unknown[] = []
  const ended = Promise.withResolvers<void>()
  const result = { text: 'y'.repeat(300_000) }
  const queue = createQueue({
    ledger: { jobs, leases },
    plans: {
      generate: {
        steps: [{ id: 'build', weight: 1 }],
        run: async () => {
          fill(disk)
          return result
        },
      },
    },
    emit: (name, payload) => {
      if (name === 'job.changed' && 'state' in payload && payload.state === 'finished') ended.resolve()
    },
    now: Date.now,
    onError: (thrown) => {
      errors.push(thrown)
      if (errors.length === 3) empty(disk)
    },
    timing: { settleAgain: 20 },
  })
  queue.start()
  await ended.promise
  await queue.stop({ drainMs: 1_000 })
  expect(errors.slice(0, 3)).toEqual([full, full, full])
  expect(jobs.get(id)).toMatchObject({ state: 'finished', result, attempts: 1 })
})

test('opening on a full disk says so, with and without a ledger on it', async (context) => {
  const disk = mountSmallDisk(context)
  const { store } = await temporaryLedger(join(disk, 'used'))
  store.close()
  fill(disk)
  await expect(openStore(join(disk, 'used'))).rejects.toEqual(full)
  await expect(openStore(join(disk, 'empty'))).rejects.toEqual(full)
  empty(disk)
  const again = await openStore(join(disk, 'used'))
  again.close()
})
