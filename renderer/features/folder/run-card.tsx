import { countWord, statusLooks } from '#renderer/features/folder/delta-look.ts'
import { deedOf } from '#renderer/features/folder/delta-row.ts'
import styles from '#renderer/features/folder/folder.module.css'
import { JobPapers } from '#renderer/features/folder/job-papers.tsx'
import type { ShownChanges } from '#renderer/features/folder/outcome.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { Verdict } from '#renderer/ui/verdict.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { ApplyDeltasRequest, DeltaStatus } from '#worker/api/deltas.ts'
import type { Job } from '#worker/api/jobs.ts'

interface RunCardProps {
  job: Job
  run: ShownChanges | null
  busy: boolean
  /** Asks for the same once more, tried or done. Where it is missing nothing can be asked from here. */
  onRun?: (request: ApplyDeltasRequest) => void
}

/** What the last run came to. A trial says that nothing was changed yet, and leads to the real thing. */
export function RunCard({ job, run, busy, onRun }: RunCardProps) {
  const words = useWords()
  const { say } = words
  const request = ApplyDeltasRequest.safeParse(job.request).data
  if (run === null || job.state !== 'finished') return <JobPapers job={job} findings={[]} />
  const counts = DeltaStatus.options
    .map((status) => ({ status, count: run.deltas.filter((delta) => delta.status === status).length }))
    .filter(({ count }) => count > 0)
  const countOf = (wanted: DeltaStatus) => counts.find(({ status }) => status === wanted)?.count ?? 0
  const applied = countOf('applied')
  const isUndo = request?.inverse === true
  const isClean = counts.every(({ status }) => status === 'applied' || status === 'ignored')
  const kind = `${run.dryRun ? 'trial' : 'done'}${isUndo ? 'Undo' : ''}` as const
  const hasConflicts = countOf('conflict') > 0 || request?.overwriteConflicts === true
  return (
    <Verdict
      tone={run.dryRun ? 'neutral' : isClean ? 'good' : 'warn'}
      icon={run.dryRun ? 'info' : isClean ? 'check' : 'alert'}
      title={say(`ui.run.${kind}`)}
      label={say(`ui.run.${kind}`)}
      beside={<JobPapers job={job} findings={[]} />}
    >
      <ul className={styles['counts']} aria-label={say('ui.run.counts')}>
        {counts.map(({ status, count }) => (
          <li key={status}>
            <Status {...statusLooks[status]} word={countWord(status, deedOf(job), count, words)} />
          </li>
        ))}
      </ul>
      {run.layers.length > 0 && (
        <Quiet>
          <span className={styles['counts']}>
            {run.layers.map(({ id, name, before, after }) => (
              <span key={id}>{say('ui.run.layer', { layer: name, before, after })}</span>
            ))}
          </span>
        </Quiet>
      )}
      <Quiet>{say(run.dryRun ? 'ui.run.trialText' : 'ui.run.keptText')}</Quiet>
      {run.dryRun && onRun && request && (
        <div className={styles['runEnd']}>
          <Button
            kind="primary"
            muted={busy || applied === 0}
            onPress={() => {
              if (applied > 0) onRun({ ...request, dryRun: false })
            }}
          >
            {say(isUndo ? 'ui.run.undo' : 'ui.run.apply', { count: applied })}
          </Button>
          {hasConflicts && (
            <Switch
              label={say('ui.run.overwrite')}
              hint={say('ui.run.overwriteHint')}
              on={request.overwriteConflicts}
              onChange={(overwriteConflicts) => onRun({ ...request, overwriteConflicts })}
            />
          )}
        </div>
      )}
    </Verdict>
  )
}
