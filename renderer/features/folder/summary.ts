import { countWord } from '#renderer/features/folder/delta-look.ts'
import { deedOf } from '#renderer/features/folder/delta-row.ts'
import { countOf } from '#renderer/features/folder/findings.ts'
import { changesOf, checkOf, packageOf, syncOf } from '#renderer/features/folder/outcome.ts'
import type { Words } from '#renderer/words/words.tsx'
import { DeltaStatus } from '#worker/api/deltas.ts'
import type { Job } from '#worker/api/jobs.ts'

/** What came out of a job about an opened project, in one short line; null of others and before anything did. */
export function summaryOf(job: Job, words: Words): string | null {
  const { say } = words
  const check = checkOf(job)
  if (check) {
    return say('ui.summary.check', {
      layers: check.layers.length,
      errors: countOf(check.findings, 'error'),
      warnings: countOf(check.findings, 'warning'),
    })
  }
  const made = packageOf(job)
  if (made)
    return say('ui.jobs.layers', { count: made.layers.filter(({ action }) => action !== 'remove').length })
  const synced = syncOf(job)
  if (synced) return say('ui.summary.sync', { up: synced.uploaded, down: synced.downloaded })
  const run = changesOf(job)
  if (!run) return null
  const counts = DeltaStatus.options.flatMap((status) => {
    const count = run.deltas.filter((delta) => delta.status === status).length
    return count === 0 ? [] : [countWord(status, deedOf(job), count, words)]
  })
  return words.list(counts)
}
