import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { Context, Outcome } from '#worker/cli/command.ts'
import type { Words } from '#worker/words/words.ts'

/** The error of an ended job, as documents have it; a job that was stopped has been cancelled. */
function errorOf(job: Job, words: Words) {
  const error =
    job.error ?? (job.state === 'stopped' ? new AppError('job.cancelled', { title: job.title }).data : null)
  return error === null ? null : { ...error, message: words.error(error) }
}

/**
 * What a job of QFieldCloud's three types has to say, whether it finished or not: a failed one tells what it had
 * found.
 */
export function outcomeOf(
  job: Job,
  { words, note }: Context,
  told: { document: object; lines: string[] },
): Outcome {
  const error = errorOf(job, words)
  if (error !== null) note(error.message)
  return {
    document: { job: job.id, state: job.state, ...(error === null ? {} : { error }), ...told.document },
    lines: told.lines,
    failed: job.state !== 'finished',
  }
}
