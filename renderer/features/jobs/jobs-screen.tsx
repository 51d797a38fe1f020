import { useCallback } from 'react'
import { GridList } from 'react-aria-components/GridList'
import { useAsk } from '#renderer/bridge/query.ts'
import { jobsInput } from '#renderer/bridge/live.ts'
import { useHiddenJobs } from '#renderer/features/jobs/discard.tsx'
import { JobRow } from '#renderer/features/jobs/job-row.tsx'
import styles from '#renderer/features/jobs/jobs-screen.module.css'
import { MapPicture } from '#renderer/features/jobs/map-picture.tsx'
import { useSample } from '#renderer/features/jobs/use-sample.ts'
import { SetupBanner } from '#renderer/features/setup/setup-banner.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** The start: every project that was built or is being built, newest first. */
export function JobsScreen() {
  const { say } = useWords()
  const go = useGo()
  const jobs = useAsk('jobs.list', jobsInput)
  const worker = useAsk('worker.get', {})
  const hidden = useHiddenJobs()
  const shown = jobs.data?.filter(({ id }) => !hidden.has(id)) ?? []
  const open = useCallback((id: string) => go({ name: 'job', id }), [go])
  const startNew = () => go({ name: 'new' })

  return (
    <Page
      title={say('ui.jobs.title')}
      actions={
        shown.length > 0 && (
          <Button kind="primary" icon="plus" onPress={startNew}>
            {say('ui.nav.new')}
          </Button>
        )
      }
    >
      <SetupBanner />
      {/* While the worker is away the banner above says so, and the list comes back with it. */}
      {jobs.error && worker.data?.state === 'ready' && (
        <ErrorCard
          error={jobs.error.data}
          actions={
            <Button icon="retry" busy={jobs.isFetching} onPress={() => void jobs.refetch()}>
              {say('ui.retry')}
            </Button>
          }
        />
      )}
      {jobs.isPending && <Loading text={say('ui.jobs.loading')} />}
      {jobs.isSuccess && shown.length === 0 && <NoJobs onNew={startNew} />}
      {shown.length > 0 && (
        <GridList
          aria-label={say('ui.jobs.list')}
          className={styles['list'] ?? ''}
          onAction={(key) => open(String(key))}
        >
          {shown.map((job) => (
            <JobRow key={job.id} job={job} onOpen={open} />
          ))}
        </GridList>
      )}
    </Page>
  )
}

function NoJobs({ onNew }: { onNew: () => void }) {
  const { say } = useWords()
  const sample = useSample()
  return (
    <EmptyState
      picture={<MapPicture />}
      title={say('ui.jobs.emptyTitle')}
      text={say('ui.jobs.emptyText')}
      actions={
        <>
          <Button kind="primary" icon="plus" onPress={onNew}>
            {say('ui.nav.new')}
          </Button>
          <Button busy={sample.busy} onPress={sample.start}>
            {say('ui.jobs.trySample')}
          </Button>
        </>
      }
    />
  )
}
