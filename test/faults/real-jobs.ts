import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Job } from '#worker/api/jobs.ts'
import type { MirrorDatabase } from '#test/faults/mirror-database.ts'
import { until } from '#test/faults/until.ts'
import type { WorkerProcess } from '#test/faults/worker-process.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'

const form = fileURLToPath(new URL('../../resources/samples/building_survey.xlsx', import.meta.url))

/** Asks this worker for a real project below `folder`; its id. */
export async function build(worker: WorkerProcess, folder: string, title: string): Promise<string> {
  const extent: [number, number, number, number] = [84.4, 27.6, 84.41, 27.61]
  const job = await worker.call('jobs.generate', { title, form, extent, out: join(folder, title) })
  return job.id
}

/** What the ledger of a worker that is dead knows of a job. */
export async function look(dir: string, id: string): Promise<Job['state'] | null> {
  const store = await openStore(dir, { readOnly: true })
  try {
    return createLedger(store, { now: Date.now, random: Math.random }).jobs.find(id)?.state ?? null
  } finally {
    store.close()
  }
}

/** Waits until this worker has told and answered everything, and the database has no row that nobody answered. */
export async function settled(worker: WorkerProcess, database: MirrorDatabase): Promise<void> {
  await until(async () => {
    const { state, waiting, taken } = await worker.call('mirror.status', {})
    return state === 'connected' && waiting === 0 && taken === 0 && (await database.open()) === 0
  })
}
