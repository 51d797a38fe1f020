import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import type { Job, JobState } from '#worker/api/jobs.ts'
import type { Context, Outcome } from '#worker/cli/command.ts'
import type { Words } from '#worker/words/words.ts'

/** Why a job did not finish, as documents have it; one that was stopped has been cancelled. */
function errorOf(job: Job, words: Words) {
  const code = codes[job.state]
  const error = job.error ?? (code === undefined ? null : new AppError(code, { title: job.title }).data)
  return error === null ? null : { ...error, message: words.error(error) }
}

/** Of jobs that tell no error of their own. */
const codes: { [S in JobState]?: ErrorCode } = {
  stopped: 'job.cancelled',
  pending: 'job.interrupted',
  queued: 'job.interrupted',
  started: 'job.interrupted',
}

/**
 * What a followed job has to say, whether it finished or not: a failed one tells what it had found, and one that was
 * left is queued once this process has ended.
 */
export function outcomeOf(
  job: Job,
  { words, note }: Context,
  told: { document: object; lines: string[] },
): Outcome {
  const error = errorOf(job, words)
  // What it waits for was told when it began to wait.
  if (error !== null && job.finishedAt !== null) note(error.message)
  return {
    document: {
      job: job.id,
      state: job.state === 'started' ? 'queued' : job.state,
      ...(error === null ? {} : { error }),
      ...told.document,
    },
    lines: told.lines,
    failed: job.state !== 'finished',
  }
}
