import { countOf } from '#renderer/features/folder/findings.ts'
import type { ShownCheck } from '#renderer/features/folder/outcome.ts'
import type { Job } from '#worker/api/jobs.ts'

/** What a check comes to: `losing` is taken by QFieldCloud with something missing or at risk in the field. */
export type Verdict = 'accepted' | 'noticed' | 'losing' | 'refused'

/**
 * QFieldCloud's verdict on a project as far as its check goes: an invalid layer fails no check, an unreadable
 * project does.
 *
 * @returns null while nobody knows: the check runs, was stopped, or failed for a reason of this computer
 */
export function verdictOf(job: Job, check: ShownCheck | null): Verdict | null {
  if (job.state === 'failed') return job.error?.code.startsWith('project.') === true ? 'refused' : null
  if (job.state !== 'finished' || check === null) return null
  if (countOf(check.findings, 'error') > 0) return 'losing'
  return countOf(check.findings, 'warning') > 0 ? 'noticed' : 'accepted'
}
