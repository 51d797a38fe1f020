import { useEffect, useRef, useState } from 'react'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import outcomeStyles from '#renderer/features/cloud/outcome.module.css'
import { SyncOutcome } from '#renderer/features/cloud/sync-outcome.tsx'
import { tallyTransfers, TransferList } from '#renderer/features/cloud/transfer-list.tsx'
import { useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { syncOf } from '#renderer/features/folder/outcome.ts'
import { JobProgress } from '#renderer/features/jobs/job-progress.tsx'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { useJobActions } from '#renderer/features/jobs/use-job-actions.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** How often the files of a running sync are looked at, in milliseconds. */
const pace = 1000

/** A sync as far as it is: its files on the way, or what it came to. Only what the server has shown to have counts. */
export function SyncJob({ job, folder }: { job: Job; folder: string | null }) {
  const words = useWords()
  const { say } = words
  const act = useJobActions()
  const open = useOpenFolder()
  const running = isOpen(job)
  const [isShown, setShown] = useState(false)
  const { data: files = [] } = useAsk(
    'cloud.files',
    { jobId: job.id },
    { enabled: running || isShown || job.state !== 'finished', fresh: true, every: running ? pace : null },
  )
  const hurry = useAct('jobs.hurry')
  const section = useRef<HTMLElement>(null)
  const { state } = job
  const shownState = useRef<Job['state'] | null>(null)
  useEffect(() => {
    // What had the focus went with the state before.
    if (shownState.current !== state && document.activeElement === document.body) section.current?.focus()
    shownState.current = state
  }, [state])
  const { safe, up, here, down } = tallyTransfers(files)
  const result = syncOf(job)
  const waits = job.state === 'pending'
  // A server that asked for patience gets it.
  const isAway = job.error !== null && job.error.code !== 'cloud.busy'
  const progress = up + down > 0 && (
    <p className={outcomeStyles['safe']}>
      {up > 0 && <span>{say('ui.sync.safe', { count: safe, total: up })}</span>}
      {down > 0 && <span>{say('ui.sync.here', { count: here, total: down })}</span>}
    </p>
  )
  const again = (
    <Button kind="primary" icon="retry" onPress={() => act(job, 'retry')}>
      {say('ui.jobs.retry.sync')}
    </Button>
  )
  if (running) {
    return (
      <section ref={section} tabIndex={-1} className={styles['part']} aria-label={say('ui.sync.running')}>
        {progress}
        {waits ? (
          <Banner
            tone="busy"
            title={say('ui.sync.waits')}
            text={[
              job.error ? words.error(job.error).what : say('ui.sync.waitsText'),
              ...(job.nextAttemptAt === null
                ? []
                : [say('ui.job.next', { when: words.when(job.nextAttemptAt) })]),
            ].join(' ')}
            action={
              <Buttons>
                {isAway && (
                  <Button icon="retry" busy={hurry.isPending} onPress={() => hurry.mutate({})}>
                    {say('ui.sync.tryNow')}
                  </Button>
                )}
                <Button icon="pause" onPress={() => act(job, 'cancel')}>
                  {say('ui.jobs.cancel.sync')}
                </Button>
              </Buttons>
            }
          />
        ) : (
          <JobProgress job={job} onCancel={() => act(job, 'cancel')} />
        )}
        {files.length > 0 && <TransferList files={files} />}
      </section>
    )
  }
  return (
    <section ref={section} tabIndex={-1} className={styles['part']} aria-label={say('ui.sync.last')}>
      {job.state === 'stopped' && (
        <div className={outcomeStyles['paused']}>
          <p className={styles['name']}>{say('ui.sync.paused')}</p>
          {progress}
          <Buttons>{again}</Buttons>
        </div>
      )}
      {job.state === 'failed' && job.error && (
        <>
          <ErrorCard
            error={job.error}
            actions={
              <>
                {again}
                {job.error.code === 'cloud.jobFailed' && folder !== null && (
                  <Button icon="package" onPress={() => open(folder, 'check')}>
                    {say('ui.cloud.job.local')}
                  </Button>
                )}
              </>
            }
          />
          {progress}
        </>
      )}
      {result && <SyncOutcome job={job} result={result} withLink={false} />}
      {job.state === 'finished' ? (
        <Disclosure level={2} summary={say('ui.sync.files')} onOpen={setShown}>
          <TransferList files={files} />
        </Disclosure>
      ) : (
        files.length > 0 && <TransferList files={files} />
      )}
    </section>
  )
}
