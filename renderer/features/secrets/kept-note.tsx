import type { SecretState } from '#electron/api/secrets.ts'
import styles from '#renderer/features/secrets/secrets.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { useWords } from '#renderer/words/words.tsx'

/** Where a secret is kept, or that it has to be given again. */
export function KeptNote({ state }: { state: SecretState }) {
  const { say } = useWords()
  const isNeeded = state === 'ask' || state === 'lost'
  return (
    <p className={classes(styles['note'], isNeeded && styles['needed'])}>
      {say(`ui.secrets.state.${state}`)}
    </p>
  )
}
