import type { SyncResult } from '#worker/api/cloud.ts'

/** A sentence as data: words `<code>` in resources/locales. */
export interface Sentence {
  code: `sync.${string}`
  params: Record<string, string | number>
}

/** What a sync came to, in one sentence; the gravest first. */
export function sentenceOf(result: SyncResult): Sentence {
  const { uploaded, downloaded, keptBoth, failed, checkJob, packageJob } = result
  const params = { uploaded, downloaded, kept: keptBoth.length, failed: failed.length }
  if (failed.length > 0) return { code: 'sync.incomplete', params }
  if (checkJob?.status === 'failed') return { code: 'sync.checkFailed', params }
  if (packageJob?.status === 'failed') return { code: 'sync.packageFailed', params }
  if (keptBoth.length > 0) return { code: 'sync.keptBoth', params }
  if (packageJob !== null) return { code: 'sync.packaged', params }
  return { code: uploaded + downloaded === 0 ? 'sync.nothing' : 'sync.done', params }
}
