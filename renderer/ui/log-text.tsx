import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/log-text.module.css'
import { useWords } from '#renderer/words/words.tsx'

interface LogTextProps {
  label: string
  text: string
  /** It leaves room for something above it. */
  short?: boolean
}

/** A log as it was written. */
export function LogText({ label, text, short = false }: LogTextProps) {
  const { say } = useWords()
  return (
    <section
      className={classes(styles['log'], short && styles['short'])}
      aria-label={label}
      // A region that scrolls has to be reachable to be scrolled by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <pre>{text === '' ? say('ui.job.logEmpty') : text}</pre>
    </section>
  )
}
