import { useAsk } from '#renderer/bridge/query.ts'
import { FolderOutcome } from '#renderer/features/folder/folder-outcome.tsx'
import { isFolderJob } from '#renderer/features/folder/outcome.ts'
import { JobLog } from '#renderer/features/jobs/job-log.tsx'
import { JobProgress } from '#renderer/features/jobs/job-progress.tsx'
import { JobResult } from '#renderer/features/jobs/job-result.tsx'
import { resultOf } from '#renderer/features/jobs/result.ts'
import { stateWord } from '#renderer/features/jobs/job-words.ts'
import { isOpen, lookOf } from '#renderer/features/jobs/state.ts'
import { useJobActions } from '#renderer/features/jobs/use-job-actions.ts'
import { Origin } from '#renderer/features/mirror/origin.tsx'
import { draftOf } from '#renderer/features/project/draft-of.ts'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Status } from '#renderer/ui/status.tsx'
import styles from '#renderer/features/jobs/job-screen.module.css'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** One job: how far it is, what came out, or why nothing did. */
export function JobScreen({ id }: { id: string }) {
  const { say } = useWords()
  const { data: job, error } = useAsk('jobs.get', { id })
  if (error && !job) {
    return (
      <Page title={say('ui.job.gone')} above={<BackLink />}>
        <ErrorCard error={error.data} />
      </Page>
    )
  }
  return job ? <Loaded job={job} /> : null
}

function Loaded({ job }: { job: Job }) {
  const words = useWords()
  const { say } = words
  const act = useJobActions()
  const go = useGo()
  const look = lookOf(job)
  const result = resultOf(job)
  const [, change] = useDraft()
  const draft = draftOf(job)
  const rebuild = draft && (
    <Button
      icon="sliders"
      onPress={() => {
        change({ type: 'replaced', draft })
        go({ name: 'new' })
      }}
    >
      {say('ui.job.change')}
    </Button>
  )
  const isAboutFolder = isFolderJob(job)
  const again = (
    <Button icon="retry" onPress={() => act(job, 'retry')}>
      {say('ui.jobs.retry')}
    </Button>
  )
  const discard = () => {
    act(job, 'discard')
    go({ name: 'jobs' })
  }
  return (
    <Page
      wide={isAboutFolder}
      title={job.title}
      above={<BackLink />}
      actions={
        <>
          {isAboutFolder && (
            <Button icon="project" onPress={() => act(job, 'openProject')}>
              {say('ui.jobs.openProject')}
            </Button>
          )}
          {!isOpen(job) && (
            <Button kind="plain" icon="trash" onPress={discard}>
              {say('ui.jobs.discard')}
            </Button>
          )}
        </>
      }
      lead={
        <>
          <Status tone={look.tone} icon={look.icon} word={stateWord(job, words)} />
          {job.origin !== null && <Origin origin={job.origin} />}
          <span>{say('ui.job.added', { when: words.when(job.createdAt) })}</span>
          {job.attempts > 1 && (
            <span>{say('ui.job.attempt', { attempt: job.attempts, max: job.maxAttempts })}</span>
          )}
        </>
      }
    >
      <div className={styles['parts']}>
        {isOpen(job) && <JobProgress job={job} onCancel={() => act(job, 'cancel')} />}
        {job.state === 'failed' && job.error && (
          <ErrorCard
            error={job.error}
            actions={
              <>
                {job.error.retry !== 'backoff' && rebuild}
                {again}
              </>
            }
          />
        )}
        {job.state === 'stopped' && (
          <div className={styles['stopped']}>
            <p>
              {words.find(`ui.stopped.${job.type}`) ??
                say(isAboutFolder ? 'ui.folder.stopped' : 'ui.job.stoppedText')}
            </p>
            <Buttons>
              {again}
              {rebuild}
            </Buttons>
          </div>
        )}
        {isAboutFolder && <FolderOutcome job={job} />}
        {result && (
          <JobResult job={job} result={result} actions={rebuild} onReveal={() => act(job, 'reveal')} />
        )}
        <JobLog id={job.id} open={job.state === 'failed'} />
      </div>
    </Page>
  )
}

function BackLink() {
  const { say } = useWords()
  const go = useGo()
  return (
    <button type="button" className={styles['back']} onClick={() => go({ name: 'jobs' })}>
      <Icon name="left" size={14} />
      {say('ui.job.back')}
    </button>
  )
}
