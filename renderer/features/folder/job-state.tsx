import type { ReactNode } from 'react'
import styles from '#renderer/features/folder/folder.module.css'
import { JobProgress } from '#renderer/features/jobs/job-progress.tsx'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { useJobActions } from '#renderer/features/jobs/use-job-actions.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** How a job stands that has not succeeded: its progress, its error, or that it was stopped. */
export function JobState({ job, actions }: { job: Job; actions?: ReactNode }) {
  const { say } = useWords()
  const act = useJobActions()
  const again = (
    <Button icon="retry" onPress={() => act(job, 'retry')}>
      {say('ui.jobs.retry')}
    </Button>
  )
  if (isOpen(job)) return <JobProgress job={job} onCancel={() => act(job, 'cancel')} />
  if (job.state === 'failed' && job.error) {
    return (
      <ErrorCard
        error={job.error}
        actions={
          <>
            {actions}
            {again}
          </>
        }
      />
    )
  }
  if (job.state !== 'stopped') return null
  return (
    <div className={styles['stack']}>
      <p>{say('ui.folder.stopped')}</p>
      {again}
    </div>
  )
}
