import type { ReactNode } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { Button } from '#renderer/ui/button.tsx'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/error-card.module.css'
import { Icon } from '#renderer/ui/icon.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { AppErrorData } from '#worker/api/errors.ts'

interface ErrorCardProps {
  error: AppErrorData
  /** What can be tried, first the most likely. */
  actions?: ReactNode
  /** Inside a box: smaller, without a heading. */
  small?: boolean
}

/** What happened, what it means for the data, what to do; a code to quote and the details to send. */
export function ErrorCard({ error, actions, small = false }: ErrorCardProps) {
  const words = useWords()
  const toast = useToast()
  const { what, data, todo } = words.error(error)
  const place = error.params['file'] ?? error.params['folder'] ?? error.params['path']
  const copy = async () => {
    await ask('clipboard.write', { text: JSON.stringify({ ...error, what }, null, 2) })
    toast({ message: words.say('ui.error.copied') })
  }
  return (
    <section className={classes(styles['card'], small && styles['small'])} aria-label={what}>
      <Icon name="cross" size={small ? 16 : 20} />
      <div className={styles['body']}>
        <p className={styles['what']}>{what}</p>
        {place !== undefined && <p className={styles['place']}>{place}</p>}
        <p>{data}</p>
        <p>{todo}</p>
        <div className={styles['actions']}>
          {actions}
          <Button kind="plain" icon="copy" onPress={() => void copy()}>
            {words.say('ui.error.copy')}
          </Button>
          <span className={styles['code']}>{words.say('ui.error.code', { code: error.code })}</span>
        </div>
      </div>
    </section>
  )
}
