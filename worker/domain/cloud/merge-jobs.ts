import type { ServerJob } from '#worker/domain/cloud/hush-job.ts'

/**
 * Jobs as the server lists them, with the feedback and log that was kept here, and those that it has forgotten;
 * newest first.
 */
export function mergeJobs(listed: readonly ServerJob[], kept: readonly ServerJob[]): ServerJob[] {
  const known = new Map(kept.map((job) => [job.id, job]))
  const seen = new Set(listed.map(({ id }) => id))
  const told = listed.map((job) => ({
    ...job,
    feedback: job.feedback ?? known.get(job.id)?.feedback ?? null,
    log: job.log ?? known.get(job.id)?.log ?? null,
  }))
  return [...told, ...kept.filter(({ id }) => !seen.has(id))].sort(
    (one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt),
  )
}
