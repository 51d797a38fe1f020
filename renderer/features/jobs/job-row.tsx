import { GridListItem } from 'react-aria-components/GridList'
import { summaryOf } from '#renderer/features/folder/summary.ts'
import { actionWord, stateWord } from '#renderer/features/jobs/job-words.ts'
import styles from '#renderer/features/jobs/jobs-screen.module.css'
import { resultOf } from '#renderer/features/jobs/result.ts'
import { actionsOf, isOpen, type JobAction, lookOf, runningStep } from '#renderer/features/jobs/state.ts'
import { useJobActions } from '#renderer/features/jobs/use-job-actions.ts'
import { Origin } from '#renderer/features/mirror/origin.tsx'
import { Button } from '#renderer/ui/button.tsx'
import type { IconName } from '#renderer/ui/icon.tsx'
import { ActionMenu } from '#renderer/ui/menu.tsx'
import { Progress } from '#renderer/ui/progress.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords, type Words } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

const icons: Record<JobAction, IconName> = {
  cancel: 'stopped',
  retry: 'retry',
  reveal: 'folder',
  openProject: 'project',
  discard: 'trash',
}

/** One job in the list: what it is, how it stands, and the likeliest thing to do. */
export function JobRow({ job, onOpen }: { job: Job; onOpen: (id: string) => void }) {
  const words = useWords()
  const act = useJobActions()
  const look = lookOf(job)
  const actions = actionsOf(job)
  const [first] = actions
  return (
    <GridListItem id={job.id} textValue={job.title} className={styles['row'] ?? ''}>
      <div className={styles['main']}>
        <span className={styles['title']}>{job.title}</span>
        <span className={styles['facts']}>
          <Status tone={look.tone} icon={look.icon} word={stateWord(job, words)} />
          {job.origin !== null && <Origin origin={job.origin} />}
          <span>{factOf(job, words)}</span>
        </span>
        {job.state === 'started' && (
          <div className={styles['progress']}>
            <Progress
              label={words.say('ui.job.progress')}
              value={job.progress}
              text={progressText(job, words)}
              thin
            />
          </div>
        )}
      </div>
      <div className={styles['actions']}>
        {first && (
          <Button kind="plain" icon={icons[first]} onPress={() => act(job, first)}>
            {actionWord(job, first, words)}
          </Button>
        )}
        <ActionMenu
          label={words.say('ui.jobs.actions', { title: job.title })}
          actions={[
            { id: 'open', label: words.say('ui.jobs.open'), icon: 'right', run: () => onOpen(job.id) },
            ...actions.map((action) => ({
              id: action,
              label: actionWord(job, action, words),
              icon: icons[action],
              run: () => act(job, action),
            })),
          ]}
        />
      </div>
    </GridListItem>
  )
}

/** How far, with the step's name: `41% · Build with QGIS`. */
export function progressText(job: Job, words: Words): string {
  const step = runningStep(job)
  return words.say('ui.jobs.progress', {
    percent: job.progress ?? 0,
    step: step === null ? stateWord(job, words) : (words.find(`ui.step.${step}`) ?? step),
  })
}

function factOf(job: Job, words: Words): string {
  if (job.state === 'started') return progressText(job, words)
  if (job.state === 'failed' && job.error) return words.error(job.error).what
  if (job.state === 'pending' && job.nextAttemptAt !== null) {
    return words.say('ui.job.next', { when: words.when(job.nextAttemptAt) })
  }
  const when = words.when((isOpen(job) ? null : job.finishedAt) ?? job.createdAt)
  const summary = summaryOf(job, words)
  if (summary !== null) return `${when} · ${summary}`
  const count = resultOf(job)?.layers.length
  return count === undefined ? when : `${when} · ${words.say('ui.jobs.layers', { count })}`
}
