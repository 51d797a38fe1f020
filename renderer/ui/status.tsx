import { classes } from '#renderer/ui/classes.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import styles from '#renderer/ui/status.module.css'

export type Tone = 'good' | 'busy' | 'neutral' | 'warn' | 'bad'

/** A state: always a picture and a word, never a colour alone. */
export function Status({ tone, icon, word }: { tone: Tone; icon: IconName; word: string }) {
  return (
    <span className={classes(styles['status'], styles[tone])}>
      {tone === 'busy' ? <Spinner size={14} /> : <Icon name={icon} size={14} />}
      {word}
    </span>
  )
}
