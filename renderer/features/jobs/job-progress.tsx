import { actionWord } from '#renderer/features/jobs/job-words.ts'
import { progressText } from '#renderer/features/jobs/job-row.tsx'
import styles from '#renderer/features/jobs/job-screen.module.css'
import { useNow } from '#renderer/features/jobs/use-now.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Progress } from '#renderer/ui/progress.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job, JobStep } from '#worker/api/jobs.ts'

/** After this long it is worth saying that nobody has to sit and watch. */
const longWork = 10_000

/** How far an open job is, step by step, and the way out. */
export function JobProgress({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const words = useWords()
  const { say } = words
  const isRunning = job.state === 'started'
  const now = useNow(isRunning)
  const elapsed = job.startedAt === null ? 0 : Math.max(0, now - Date.parse(job.startedAt))
  return (
    <section className={styles['part']} aria-label={say('ui.job.progress')}>
      {isRunning ? (
        <div className={styles['bar']}>
          <Progress label={say('ui.job.progress')} value={job.progress} text={progressText(job, words)} />
          <p className={styles['barText']}>
            <span>{progressText(job, words)}</span>
            <span>{say('ui.job.elapsed', { time: words.duration(Math.floor(elapsed / 1000) * 1000) })}</span>
          </p>
        </div>
      ) : (
        <p>
          {job.state === 'queued' && say('ui.job.queuedText')}
          {job.state === 'pending' && say('ui.job.pendingText')}{' '}
          {job.nextAttemptAt !== null && say('ui.job.next', { when: words.when(job.nextAttemptAt) })}
        </p>
      )}
      <ol className={styles['steps']} aria-label={say('ui.job.steps')}>
        {job.steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
      {elapsed > longWork && <Quiet>{say('ui.job.safe')}</Quiet>}
      {!job.cancelRequested && (
        <Buttons>
          <Button onPress={onCancel}>{actionWord(job, 'cancel', words)}</Button>
        </Buttons>
      )}
    </section>
  )
}

function Step({ step }: { step: JobStep }) {
  const { say, find, duration } = useWords()
  return (
    <li
      className={styles['step']}
      data-state={step.state}
      {...(step.state === 'running' ? { 'aria-current': 'step' as const } : {})}
    >
      {step.state === 'waiting' && <span className={styles['dot']} />}
      {step.state === 'running' && <Spinner />}
      {step.state === 'done' && <Icon name="check" />}
      {step.state === 'failed' && <Icon name="cross" />}
      <span>
        {find(`ui.step.${step.id}`) ?? step.id}
        <span className="visually-hidden">, {say(`ui.step.state.${step.state}`)}</span>
      </span>
      <span className={styles['time']}>{step.ms !== null && duration(step.ms)}</span>
    </li>
  )
}
