import { useState } from 'react'
import { SyncOutcome } from '#renderer/features/cloud/sync-outcome.tsx'
import { CheckOutcome } from '#renderer/features/folder/check-outcome.tsx'
import styles from '#renderer/features/folder/delta-browser.module.css'
import { DeltaDetail } from '#renderer/features/folder/delta-detail.tsx'
import { DeltaList } from '#renderer/features/folder/delta-list.tsx'
import { deedOf, rowsOfRun } from '#renderer/features/folder/delta-row.ts'
import { changesOf, folderOf, type ShownChanges, syncOf } from '#renderer/features/folder/outcome.ts'
import { PackageOutcome } from '#renderer/features/folder/package-outcome.tsx'
import { RunCard } from '#renderer/features/folder/run-card.tsx'
import { useAsk } from '#renderer/bridge/query.ts'
import { isOpen } from '#renderer/features/jobs/state.ts'
import type { Job } from '#worker/api/jobs.ts'

/** What a job about an opened project came to, on the job's own screen. */
export function FolderOutcome({ job }: { job: Job }) {
  if (isOpen(job)) return null
  if (job.type === 'process_projectfile') return <CheckOutcome job={job} />
  if (job.type === 'package') return <PackageOutcome job={job} />
  if (job.type === 'sync') {
    const result = syncOf(job)
    return result && <SyncOutcome job={job} result={result} withLink />
  }
  const run = changesOf(job)
  return (
    <>
      <RunCard job={job} run={run} busy={false} />
      {run && <RunDeltas job={job} run={run} />}
    </>
  )
}

/** The changes of that run, to look at only. */
function RunDeltas({ job, run }: { job: Job; run: ShownChanges }) {
  const { data } = useAsk('deltas.list', {
    folder: folderOf(job) ?? run.folder,
    jobId: job.id,
    limit: 20_000,
  })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const rows = rowsOfRun(run, deedOf(job), new Map(data?.deltas.map((delta) => [delta.uuid, delta])))
  const [first] = rows.filter(({ uuid }) => chosen.has(uuid))
  return (
    <div className={styles['browser']}>
      <div className={styles['sides']}>
        <DeltaList rows={rows} chosen={chosen} onChoose={setChosen} />
        <div className={styles['right']}>{first && <DeltaDetail row={first} />}</div>
      </div>
    </div>
  )
}
