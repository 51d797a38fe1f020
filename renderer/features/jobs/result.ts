import * as z from 'zod'
import { GenerateResult, type Job } from '#worker/api/jobs.ts'

/** What the window shows of a result. The rest may differ: a ledger keeps results of other versions. */
const ShownResult = z.looseObject(
  GenerateResult.pick({ folder: true, project: true, layers: true, issues: true, files: true }).shape,
)
export type ShownResult = z.infer<typeof ShownResult>

/** What a finished main job made; null for other jobs and states. */
export function resultOf(job: Job): ShownResult | null {
  if (job.state !== 'finished') return null
  const parsed = ShownResult.safeParse(job.result)
  return parsed.success ? parsed.data : null
}
