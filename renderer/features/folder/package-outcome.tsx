import { ask } from '#renderer/bridge/bridge.ts'
import { FindingList } from '#renderer/features/folder/finding-list.tsx'
import styles from '#renderer/features/folder/folder.module.css'
import { JobPapers } from '#renderer/features/folder/job-papers.tsx'
import { packageOf, type ShownPackage } from '#renderer/features/folder/outcome.ts'
import { PackagedTable } from '#renderer/features/folder/packaged-table.tsx'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { Verdict } from '#renderer/ui/verdict.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

/** What a package came to: where it is, what is in it, and what is worth knowing about it. */
export function PackageOutcome({ job }: { job: Job }) {
  const { say } = useWords()
  const result = packageOf(job)
  if (isOpen(job)) return null
  const findings = result?.findings ?? []
  return (
    <div className={styles['outcome']}>
      {job.state === 'finished' && result ? (
        <Ready job={job} result={result} />
      ) : (
        <JobPapers job={job} findings={findings} />
      )}
      {result && result.layers.length > 0 && (
        <section className={styles['part']}>
          <h2>{say('ui.job.layers')}</h2>
          <PackagedTable layers={result.layers} />
        </section>
      )}
      {findings.length > 0 && (
        <section className={styles['part']}>
          <FindingList findings={findings} layers={result?.layers ?? []} folder={null} />
        </section>
      )}
    </div>
  )
}

function Ready({ job, result }: { job: Job; result: ShownPackage }) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const { out } = job.request
  const folder = typeof out === 'string' ? out : result.folder
  const size = result.packageFiles.reduce((sum, file) => sum + file.size, 0)
  const reveal = async (path: string) => {
    try {
      await ask('shell.reveal', { path })
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
  }
  return (
    <Verdict
      tone="good"
      icon="check"
      title={say('ui.package.ready')}
      label={say('ui.package.ready')}
      beside={<JobPapers job={job} findings={result.findings} />}
    >
      <p>{say('ui.package.readyText')}</p>
      <p className={styles['path']}>{folder}</p>
      <Quiet>
        {say('ui.job.files', { count: result.packageFiles.length, size: words.size(size) })}
        {job.finishedAt !== null && ` · ${words.when(job.finishedAt)}`}
      </Quiet>
      <div className={styles['ready']}>
        <Buttons>
          <Button kind="primary" icon="folder" onPress={() => void reveal(result.project ?? folder)}>
            {say('ui.job.reveal')}
          </Button>
          {result.zip !== null && (
            <Button icon="package" onPress={() => void reveal(result.zip ?? folder)}>
              {say('ui.package.revealZip')}
            </Button>
          )}
        </Buttons>
      </div>
    </Verdict>
  )
}
