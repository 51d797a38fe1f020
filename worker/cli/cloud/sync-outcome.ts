import type { SyncResult } from '#worker/api/cloud.ts'
import type { Job } from '#worker/api/jobs.ts'
import { toldJob } from '#worker/cli/cloud/jobs.ts'
import type { Context, Outcome } from '#worker/cli/command.ts'
import { outcomeOf } from '#worker/cli/ended-job.ts'
import { findingLines } from '#worker/cli/finding-lines.ts'
import type { CliWorker } from '#worker/cli/with-worker.ts'

/** What a sync that was followed has to say, whether it finished, failed or was left waiting. */
export async function syncOutcome({ call }: CliWorker, job: Job, context: Context): Promise<Outcome> {
  const { words, note } = context
  const files = await call('cloud.files', { jobId: job.id })
  const result = job.result as SyncResult | null
  const told = (one: SyncResult['checkJob']) => (one === null ? null : toldJob(one, words))
  const failed = files.filter(({ state }) => state === 'failed')
  const findings = [result?.checkJob, result?.packageJob].flatMap((one) => one?.findings ?? [])
  const outcome = outcomeOf(job, context, {
    document: {
      folder: job.request['folder'],
      ...result,
      ...(result === null ? {} : { checkJob: told(result.checkJob), packageJob: told(result.packageJob) }),
      syncedFiles: files,
    },
    lines: [
      ...failed.map(({ name, error }) => `failed  ${name}  ${error === null ? '' : words.error(error)}`),
      ...findingLines(findings, words),
      ...(result === null ? [] : [`${result.uploaded} up, ${result.downloaded} down`, result.projectUrl]),
    ],
  })
  if (job.finishedAt === null)
    note(
      `It stays in the ledger and goes on with the next sync of this folder; “jobs cancel ${job.id}” ends it.`,
    )
  return outcome
}
