import { FindingList } from '#renderer/features/folder/finding-list.tsx'
import { countOf } from '#renderer/features/folder/findings.ts'
import styles from '#renderer/features/folder/folder.module.css'
import { JobPapers } from '#renderer/features/folder/job-papers.tsx'
import { LayerTable } from '#renderer/features/folder/layer-table.tsx'
import { checkOf } from '#renderer/features/folder/outcome.ts'
import { type Verdict as Outcome, verdictOf } from '#renderer/features/folder/verdict.ts'
import { isOpen } from '#renderer/features/jobs/state.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Verdict } from '#renderer/ui/verdict.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

const looks: Record<Outcome, { tone: 'good' | 'warn' | 'bad'; icon: IconName }> = {
  accepted: { tone: 'good', icon: 'check' },
  noticed: { tone: 'warn', icon: 'alert' },
  losing: { tone: 'bad', icon: 'cross' },
  refused: { tone: 'bad', icon: 'cross' },
}

/** What a check found: the verdict, what to do about it, and every layer. */
export function CheckOutcome({ job }: { job: Job }) {
  const words = useWords()
  const { say } = words
  const check = checkOf(job)
  const verdict = verdictOf(job, check)
  if (isOpen(job)) return null
  const findings = check?.findings ?? []
  const broken = check?.layers.filter(({ isValid }) => !isValid).length ?? 0
  return (
    <div className={styles['outcome']}>
      {verdict ? (
        <Verdict
          {...looks[verdict]}
          title={say(`ui.check.verdict.${verdict}`)}
          label={say('ui.check.verdict')}
          beside={<JobPapers job={job} findings={findings} />}
        >
          <p>
            {say(`ui.check.verdict.${verdict}Text`, {
              count: countOf(findings, verdict === 'noticed' ? 'warning' : 'error'),
            })}
          </p>
          {job.finishedAt !== null && (
            <Quiet>
              {say('ui.check.when', {
                when: words.when(job.finishedAt),
                time: tookOf(job, words.duration),
              })}
            </Quiet>
          )}
        </Verdict>
      ) : (
        <JobPapers job={job} findings={findings} />
      )}
      {check && findings.length > 0 && (
        <section className={styles['part']}>
          <FindingList findings={findings} layers={check.layers} folder={check.folder} />
        </section>
      )}
      {check && check.layers.length > 0 && (
        <section className={styles['part']}>
          <div className={styles['partHead']}>
            <h2>{say('ui.job.layers')}</h2>
            <Quiet inline>{say('ui.check.layers', { count: check.layers.length, broken })}</Quiet>
          </div>
          <LayerTable layers={check.layers} />
        </section>
      )}
    </div>
  )
}

function tookOf({ startedAt, finishedAt }: Job, duration: (ms: number) => string): string {
  return duration(Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? finishedAt ?? ''))
}
