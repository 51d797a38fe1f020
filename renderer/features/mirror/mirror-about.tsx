import type { MirrorLook } from '#renderer/features/mirror/look.ts'
import styles from '#renderer/features/mirror/mirror-status.module.css'
import { Trouble } from '#renderer/features/mirror/trouble.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { MirrorStatus } from '#worker/api/mirror.ts'

interface MirrorAboutProps {
  status: MirrorStatus
  look: MirrorLook
  onClose: () => void
}

/** What the database's state means: why, what waits, what to do. */
export function MirrorAbout({ status, look, onClose }: MirrorAboutProps) {
  const { say, when } = useWords()
  const go = useGo()
  const { state, host, database, waiting, taken, lastContact } = status
  const isShared = state === 'connected' && !status.readOnly
  return (
    <div className={styles['about']}>
      <div>
        <Status tone={look.tone} icon={look.icon} word={say(`ui.mirror.state.${look.word}`)} />
        <p className={styles['place']}>
          {database} · {host}
        </p>
      </div>
      <Trouble status={status} look={look} />
      <p>{say(`ui.mirror.about.${look.word}`, { host })}</p>
      {(waiting > 0 || isShared) && <p>{say('ui.mirror.waiting', { count: waiting })}</p>}
      {taken > 0 && <p>{say('ui.mirror.taken', { count: taken })}</p>}
      {isShared && !status.listening && <p className={styles['quiet']}>{say('ui.mirror.polling')}</p>}
      <div className={styles['foot']}>
        <span className={styles['quiet']}>
          {lastContact !== null && say('ui.mirror.contact', { when: when(lastContact) })}
        </span>
        <Button
          kind="plain"
          onPress={() => {
            onClose()
            go({ name: 'settings' })
          }}
        >
          {say('ui.mirror.settings')}
        </Button>
      </div>
    </div>
  )
}
