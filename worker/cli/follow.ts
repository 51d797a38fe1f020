import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { Context } from '#worker/cli/command.ts'
import type { CliWorker } from '#worker/cli/with-worker.ts'

/**
 * Waits for a job that has to finish.
 *
 * @returns the finished job
 * @throws AppError of the job when it failed, job.cancelled when it was stopped
 */
export async function followJob(worker: CliWorker, job: Job, context: Context): Promise<Job> {
  const ended = await followToEnd(worker, job, context)
  if (ended.error !== null) throw AppError.from(ended.error)
  if (ended.state === 'stopped') throw new AppError('job.cancelled', { title: ended.title })
  return ended
}

/**
 * Waits for a job's end, whatever it is, and shows its steps and what it waits for on stderr. A second Ctrl-C ends the
 * process, and the next start picks the job up again.
 *
 * @param atInterrupt what Ctrl-C does: `cancel` asks the job to stop, `leave` answers it as it stands
 */
export async function followToEnd(
  worker: CliWorker,
  job: Job,
  context: Context,
  atInterrupt: 'cancel' | 'leave' = 'cancel',
): Promise<Job> {
  const left = Promise.withResolvers<Job>()
  // Listened to until the end: a library that cleans up at signals ends the process itself when nobody listens any more.
  let asked = false
  const interrupt = (): void => {
    if (asked) process.exit(1)
    asked = true
    if (atInterrupt === 'cancel') void worker.call('jobs.cancel', { id: job.id })
    else worker.call('jobs.get', { id: job.id }).then(left.resolve, left.reject)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  let [shown, waited] = ['', '']
  try {
    const ended = worker.until(job.id, (now) => {
      if (now.state === 'pending' && now.error !== null && now.error.code !== waited) {
        context.note(context.words.error(now.error))
        waited = now.error.code
      }
      const step = now.steps.find(({ state }) => state === 'running')?.id
      if (step !== undefined && step !== shown) context.note(`· ${context.words.say(`ui.step.${step}`)}`)
      shown = step ?? shown
    })
    return await Promise.race([ended, left.promise])
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}
