import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/shell/shell.module.css'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { AppError } from '#worker/api/errors.ts'

/** Says when the worker is away, and brings it back. */
export function WorkerBanner() {
  const { say } = useWords()
  const { data } = useAsk('worker.get', {})
  if (!data || data.state === 'ready') return null
  return (
    <div className={styles['banner']}>
      {data.state === 'failed' ? (
        <ErrorCard
          error={data.error ?? new AppError('worker.unavailable').data}
          actions={
            <Button icon="retry" onPress={() => void ask('app.relaunchWorker', {})}>
              {say('ui.worker.relaunch')}
            </Button>
          }
        />
      ) : (
        <Banner tone="busy" text={say(`ui.worker.${data.state}`)} />
      )}
    </div>
  )
}
