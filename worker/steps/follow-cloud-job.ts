import { AppError } from '#worker/api/errors.ts'
import { hushJob } from '#worker/domain/cloud/hush-job.ts'
import type { CloudClient, RemoteJob } from '#worker/steps/cloud-port.ts'

export interface FollowPorts {
  client: Pick<CloudClient, 'job'>
  /** Resolves after so many milliseconds; rejects with the signal's reason once it fires. */
  sleep: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** Keeps a job as the server has it now: it forgets feedback and log after a while. */
  keep: (job: RemoteJob) => void
}

export interface Follow {
  jobId: string
  signal: AbortSignal
  /** Milliseconds of waiting after which it answers what it has; without a number it waits as long as it takes. */
  longest?: number
}

/** Milliseconds between two looks: QFieldCloud starts jobs every five seconds. */
const pauses = { first: 2000, last: 5000, growth: 1.25 }

/** Looks in a row that a bad connection may spoil: the job goes on without us. */
const mostSpoilt = 5

/**
 * Looks at a job of the server's until it has ended, however it ended, and keeps each change of it, secrets hidden.
 *
 * @throws AppError cloud.* when the server will not say any more, or the signal's reason
 */
export async function followCloudJob(
  { jobId, signal, longest = Infinity }: Follow,
  { client, sleep, keep }: FollowPorts,
): Promise<RemoteJob> {
  let kept: RemoteJob | null = null
  let [pause, waited, spoilt] = [pauses.first, 0, 0]
  for (;;) {
    signal.throwIfAborted()
    let wait = pause
    try {
      const job = hushJob(await client.job(jobId))
      spoilt = 0
      if (kept === null || isNews(job, kept)) keep(job)
      kept = job
      if (hasEnded(job) || waited >= longest) return job
    } catch (thrown) {
      signal.throwIfAborted()
      spoilt += 1
      if (!isPassing(thrown) || spoilt > mostSpoilt) throw thrown
      wait = Math.max(wait, 1000 * Number(thrown.data.params['seconds'] ?? 0))
    }
    await sleep(Math.min(wait, Math.max(longest - waited, 0)), signal)
    waited += wait
    pause = Math.min(pause * pauses.growth, pauses.last)
  }
}

/** Nothing more comes of it. */
export function hasEnded({ status }: Pick<RemoteJob, 'status'>): boolean {
  return status === 'finished' || status === 'failed' || status === 'stopped'
}

function isNews(job: RemoteJob, before: RemoteJob): boolean {
  return job.status !== before.status || job.updatedAt !== before.updatedAt
}

function isPassing(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && ['backoff', 'after'].includes(thrown.data.retry)
}
