import { useState } from 'react'
import { CheckOutcome } from '#renderer/features/folder/check-outcome.tsx'
import styles from '#renderer/features/folder/folder.module.css'
import { JobState } from '#renderer/features/folder/job-state.tsx'
import { useFolderJob, useStart } from '#renderer/features/folder/use-folder-job.ts'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useWords } from '#renderer/words/words.tsx'

const megabyte = 1_000_000

/** Checks the project as QFieldCloud does on its server, and says what came out. */
export function CheckTab({ folder }: { folder: string }) {
  const { say } = useWords()
  const job = useFolderJob('process_projectfile', folder)
  const { start, busy, error } = useStart('jobs.check')
  const [offline, setOffline] = useState(job?.request['offline'] === true)
  const [plan, setPlan] = useState('')
  const megabytes = Number(plan.replace(',', '.'))
  const isPlanWrong = plan.trim() !== '' && !(megabytes > 0)
  const check = () => {
    if (isPlanWrong) return
    const planBytes = plan.trim() === '' ? null : Math.round(megabytes * megabyte)
    start({ folder, offline, planBytes })
  }
  const running = job !== null && isOpen(job)
  return (
    <>
      {!running && (
        <div className={styles['setup']}>
          {job === null && <Quiet large>{say('ui.check.intro')}</Quiet>}
          <div className={styles['checkRow']}>
            <Button kind="primary" muted={busy || isPlanWrong} onPress={check}>
              {say(job === null ? 'ui.check.start' : 'ui.check.again')}
            </Button>
            <Switch label={say('ui.check.offline')} on={offline} onChange={setOffline} />
            <div className={styles['plan']}>
              <Field
                label={say('ui.check.plan')}
                value={plan}
                onChange={setPlan}
                placeholder={say('ui.check.planPlaceholder')}
                problem={isPlanWrong ? say('ui.check.planWrong') : null}
              />
            </div>
          </div>
          {error && <ErrorCard error={error.data} small />}
        </div>
      )}
      {job && <JobState job={job} />}
      {job && <CheckOutcome job={job} />}
    </>
  )
}
