import { join, resolve } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Job } from '#worker/api/jobs.ts'
import { createAccounts, type CloudAccounts } from '#worker/cloud/accounts.ts'
import { jobPlans } from '#worker/compose/plans.ts'
import { createQgis } from '#worker/qgis/keeper.ts'
import { createQueue } from '#worker/queue/queue.ts'
import type { Ledger } from '#worker/store/ledger.ts'
import { temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

export interface Workshop {
  ledger: Ledger
  accounts: CloudAccounts
  folder: string
  /** Runs a job that was accepted to its end. */
  end(job: Job): Promise<Job>
  cancel(jobId: string): void
  /** Path of an output of a job. */
  output(jobId: string, name: string): string
}

/** Ledger, queue, plans and QGIS as the worker puts them together. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = temporaryFolder()
  const ledger = await temporaryLedger(join(folder, 'data'))
  const qgis = createQgis({
    settings: () => ({
      qgisPython: process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3',
      qgisTimeLimit: 100,
    }),
    resourcesDir: resolve('resources'),
    stateDir: join(folder, 'qgis'),
    log: () => undefined,
  })
  onTestFinished(() => qgis.stop())
  const workbooks = { read: () => Promise.reject(new Error('no workbook here')), words: {} as never }
  const accounts = createAccounts(null)
  const queue = createQueue({
    ledger,
    plans: jobPlans(join(folder, 'data'), ledger, { qgis, workbooks, accounts }),
    emit: () => undefined,
    now: Date.now,
    onError: (thrown) => {
      throw thrown
    },
    timing: { poll: 20 },
  })
  onTestFinished(() => queue.stop({ drainMs: 0 }))
  queue.start()
  return {
    ledger,
    accounts,
    folder,
    async end({ id }) {
      queue.wake()
      const isOver = () => ['finished', 'failed', 'stopped'].includes(ledger.jobs.get(id).state)
      await expect.poll(isOver, { interval: 20, timeout: 100_000 }).toBe(true)
      return ledger.jobs.get(id)
    },
    cancel: (jobId) => void queue.cancel(jobId),
    output(jobId, name) {
      const file = ledger.files.list(jobId, 'output').find((each) => each.name === name)
      if (file === undefined) throw new Error(`no output ${name}`)
      return ledger.blobs.pathOf(file.sha256)
    },
  }
}
