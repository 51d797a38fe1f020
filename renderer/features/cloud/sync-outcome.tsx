import styles from '#renderer/features/cloud/cloud.module.css'
import outcomeStyles from '#renderer/features/cloud/outcome.module.css'
import { WebLink } from '#renderer/features/cloud/web-link.tsx'
import type { ShownSync } from '#renderer/features/folder/outcome.ts'
import { Verdict } from '#renderer/ui/verdict.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** Sentences after which nothing is left to do. */
const whole: ReadonlySet<string> = new Set(['packaged', 'done', 'nothing'])

interface SyncOutcomeProps {
  job: Job
  result: ShownSync
  /** With a way to the project's page, where there is none yet. */
  withLink: boolean
}

/** The end of a sync as a sentence. It is green only when the server has shown that all of it is there. */
export function SyncOutcome({ job, result, withLink }: SyncOutcomeProps) {
  const words = useWords()
  const { say, size } = words
  if (job.state !== 'finished') return null
  const sentence = sentenceOf(result)
  const isWhole = whole.has(sentence) && result.skipped === 0
  return (
    <Verdict
      tone={isWhole ? 'good' : 'warn'}
      icon={isWhole ? 'check' : 'alert'}
      title={say(`sync.${sentence}`, {
        uploaded: result.uploaded,
        downloaded: result.downloaded,
        kept: result.keptBoth.length,
        failed: result.failed.length,
      })}
      beside={withLink && <WebLink url={result.projectUrl} />}
    >
      <p className={styles['facts']}>
        {result.uploaded > 0 && (
          <span>{say('ui.sync.plan.up', { count: result.uploaded, size: size(result.upBytes) })}</span>
        )}
        {result.downloaded > 0 && (
          <span>{say('ui.sync.plan.down', { count: result.downloaded, size: size(result.downBytes) })}</span>
        )}
        {job.finishedAt !== null && <span>{words.when(job.finishedAt)}</span>}
      </p>
      {result.skipped > 0 && <p>{say('ui.sync.done.skipped', { count: result.skipped })}</p>}
      {result.keptBoth.length > 0 && (
        <ul className={outcomeStyles['lines']} aria-label={say('ui.sync.done.keptBoth')}>
          {result.keptBoth.map(({ name, other }) => (
            <li key={name}>{say('ui.sync.done.kept', { name, other })}</li>
          ))}
        </ul>
      )}
      {result.failed.length > 0 && (
        <ul className={outcomeStyles['lines']} aria-label={say('ui.sync.done.failed')}>
          {result.failed.map(({ name, error }) => (
            <li key={name}>
              {name}: {error === null ? say('ui.sync.file.up.failed') : words.error(error).what}
            </li>
          ))}
        </ul>
      )}
    </Verdict>
  )
}

/** What counts most of what a sync came to. */
function sentenceOf({ failed, checkJob, packageJob, keptBoth, uploaded, downloaded }: ShownSync) {
  if (failed.length > 0) return 'incomplete'
  if (checkJob?.status === 'failed') return 'checkFailed'
  if (packageJob?.status === 'failed') return 'packageFailed'
  if (keptBoth.length > 0) return 'keptBoth'
  if (packageJob?.status === 'finished') return 'packaged'
  return uploaded + downloaded === 0 ? 'nothing' : 'done'
}
