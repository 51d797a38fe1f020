import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod'
import { SyncRequest } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { CliWorker } from '#worker/cli/with-worker.ts'

/** A sync that has not ended: it waits for a connection, or was left. */
export interface UnfinishedSync {
  id: string
  request: z.output<typeof SyncRequest>
}

/** Those of a folder, newest first. */
export async function unfinishedSyncs({ call }: CliWorker, folder: string): Promise<UnfinishedSync[]> {
  const jobs = await call('jobs.list', { limit: 10_000 })
  return jobs.flatMap(({ id, type, finishedAt, request }) => {
    const asked = type === 'sync' && finishedAt === null ? SyncRequest.safeParse(request).data : undefined
    return asked?.folder === folder ? [{ id, request: asked }] : []
  })
}

/**
 * Goes on with an unfinished sync of the folder that is the same, at once, or begins one in the place of those that
 * are not: what they had brought over is not brought again.
 *
 * @throws AppError usage
 */
export async function beginSync(
  { call }: CliWorker,
  asked: SyncRequest,
  unfinished: readonly UnfinishedSync[],
): Promise<Job> {
  const request = SyncRequest.safeParse(asked).data
  const same = unfinished.find((one) => isDeepStrictEqual(one.request, request))
  if (same !== undefined) await call('jobs.hurry', {})
  const job = await (same === undefined ? call('jobs.sync', asked) : call('jobs.get', { id: same.id }))
  for (const { id } of unfinished) if (id !== job.id) await call('jobs.cancel', { id }).catch(passOverEnded)
  return job
}

/** It may have ended meanwhile. */
function passOverEnded(thrown: unknown): void {
  if (!(thrown instanceof AppError) || thrown.code !== 'job.wrongState') throw thrown
}
