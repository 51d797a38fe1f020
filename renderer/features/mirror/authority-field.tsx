import styles from '#renderer/features/mirror/mirror.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface AuthorityFieldProps {
  /** Null: the authorities that this computer trusts. */
  path: string | null
  onChoose: () => void
  onReset: () => void
}

/** Whose signature the server's certificate must bear. */
export function AuthorityField({ path, onChoose, onReset }: AuthorityFieldProps) {
  const { say } = useWords()
  return (
    <div className={styles['stack']}>
      <span className={styles['label']}>{say('ui.mirror.ca')}</span>
      <div className={styles['file']}>
        <Icon name="form" />
        <span className={styles['path']}>{path ?? say('ui.mirror.caSystem')}</span>
        {path !== null && (
          <Button kind="plain" onPress={onReset}>
            {say('ui.settings.reset')}
          </Button>
        )}
        <Button kind="plain" onPress={onChoose}>
          {say('ui.settings.choose')}
        </Button>
      </div>
    </div>
  )
}
