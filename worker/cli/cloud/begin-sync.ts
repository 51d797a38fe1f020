import { isDeepStrictEqual } from 'node:util'
import { SyncRequest } from '#worker/api/cloud.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { CliWorker } from '#worker/cli/with-worker.ts'

/** Syncs of a folder that have not ended, newest first: they wait for a connection, or were left. */
export async function unfinishedSyncs({ call }: CliWorker, folder: string): Promise<Job[]> {
  const jobs = await call('jobs.list', { limit: 10_000 })
  return jobs.filter(
    (job) => job.type === 'sync' && job.finishedAt === null && job.request['folder'] === folder,
  )
}

/**
 * Goes on with an unfinished sync of the folder that is the same, at once, or begins one in the place of those that
 * are not: what they had brought over is not brought again.
 */
export async function beginSync({ call }: CliWorker, asked: SyncRequest, unfinished: Job[]): Promise<Job> {
  const request = SyncRequest.parse(asked)
  const same = unfinished.find((job) => isDeepStrictEqual(SyncRequest.parse(job.request), request))
  for (const { id } of unfinished) if (id !== same?.id) await call('jobs.cancel', { id })
  if (same === undefined) return call('jobs.sync', asked)
  await call('jobs.hurry', {})
  return call('jobs.get', { id: same.id })
}
