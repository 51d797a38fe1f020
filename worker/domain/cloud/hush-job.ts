import type { CloudJob } from '#worker/api/cloud.ts'
import { plainValue } from '#worker/domain/feedback/plain-value.ts'
import { redact } from '#worker/domain/redact.ts'

/** A job as the server tells of it. */
export type ServerJob = Omit<CloudJob, 'failedStep' | 'findings'>

/** Without what looks like a secret: a server hides only `password='…'` in its logs, and nothing in feedback. */
export function hushJob<Job extends Pick<ServerJob, 'feedback' | 'log'>>(job: Job): Job {
  return {
    ...job,
    feedback: plainValue(job.feedback ?? null, redact),
    log: job.log === null ? null : redact(job.log),
  }
}
