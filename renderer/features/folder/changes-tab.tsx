import { useMemo } from 'react'
import { useAsk } from '#renderer/bridge/query.ts'
import { DeltaBrowser } from '#renderer/features/folder/delta-browser.tsx'
import { DeltaFiles } from '#renderer/features/folder/delta-files.tsx'
import styles from '#renderer/features/folder/folder.module.css'
import { deedOf } from '#renderer/features/folder/delta-row.ts'
import { JobState } from '#renderer/features/folder/job-state.tsx'
import { changesOf } from '#renderer/features/folder/outcome.ts'
import type { Run } from '#renderer/features/folder/run.ts'
import { RunCard } from '#renderer/features/folder/run-card.tsx'
import { useFolderJob, useStart } from '#renderer/features/folder/use-folder-job.ts'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { KeptDelta } from '#worker/api/deltas.ts'

/** As many changes of a project as are listed at once. */
const most = 20_000

/** Changes that came back from the field: tried out first, then applied, and undone or applied again. */
export function ChangesTab({ folder, isShown }: { folder: string; isShown: boolean }) {
  const { say } = useWords()
  const job = useFolderJob('delta_apply', folder)
  const { start, busy, error } = useStart('jobs.applyDeltas')
  const kept = useAsk('deltas.list', { folder, limit: most }, { enabled: isShown, fresh: true })
  const known = useMemo(() => byUuid(kept.data?.deltas), [kept.data])
  const run = useMemo(() => (job === null ? null : changesOf(job)), [job])
  // What was only tried out is not in the ledger's list: its job knows what it was.
  const tried = useAsk(
    'deltas.list',
    { folder, jobId: job?.id ?? '', limit: most },
    { enabled: isShown && run?.dryRun === true },
  )
  const contents = useMemo(() => new Map([...byUuid(tried.data?.deltas), ...known]), [tried.data, known])
  const running = busy || (job !== null && isOpen(job))
  const perform = (request: Run) => {
    if (!running) start({ ...request, folder })
  }
  return (
    <div className={styles['outcome']}>
      <DeltaFiles
        isFirst={job === null}
        busy={running}
        onTry={(files) => perform({ files: files.map(({ path }) => path), dryRun: true })}
      />
      {error && <ErrorCard error={error.data} small />}
      {job && <JobState job={job} />}
      {job && !isOpen(job) && <RunCard job={job} run={run} busy={busy} onRun={perform} />}
      {kept.isLoading && <Loading text={say('ui.changes.loading')} />}
      {kept.error && <ErrorCard error={kept.error.data} small />}
      {(known.size > 0 || run !== null) && (
        <DeltaBrowser
          folder={folder}
          known={known}
          contents={contents}
          total={kept.data?.total ?? known.size}
          run={running ? null : run}
          deed={job === null ? 'applied' : deedOf(job)}
          busy={running}
          onRun={perform}
        />
      )}
    </div>
  )
}

const byUuid = (deltas: KeptDelta[] = []): ReadonlyMap<string, KeptDelta> =>
  new Map(deltas.map((delta) => [delta.uuid, delta]))
