import { GenerateResult, type Job } from '#worker/api/jobs.ts'

/** What a finished main job made; null for other jobs and states. */
export function resultOf(job: Job): GenerateResult | null {
  if (job.state !== 'finished') return null
  const parsed = GenerateResult.safeParse(job.result)
  return parsed.success ? parsed.data : null
}
