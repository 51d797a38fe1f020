import { Button } from 'react-aria-components/Button'
import { useAsk } from '#renderer/bridge/query.ts'
import { lookOfMirror } from '#renderer/features/mirror/look.ts'
import { MirrorAbout } from '#renderer/features/mirror/mirror-about.tsx'
import styles from '#renderer/features/mirror/mirror-status.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Popup } from '#renderer/ui/popup.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** How the database stands, in a word; more when it is pressed. Nothing while none is set. */
export function MirrorStatus({ className }: { className: string | undefined }) {
  const { say, number } = useWords()
  const { data: status } = useAsk('mirror.status', {})
  const { data: secrets } = useAsk('secrets.state', {})
  const look = status && lookOfMirror(status, secrets)
  if (!look) return null
  return (
    <li>
      <Popup
        placement="end bottom"
        trigger={
          <Button className={classes(className, styles['status'])}>
            {look.tone === 'busy' ? (
              <Spinner />
            ) : (
              <span className={classes(styles['icon'], styles[look.tone])}>
                <Icon name="database" />
              </span>
            )}
            <span className="visually-hidden">{say('ui.mirror.title')}: </span>
            <span className={styles['word']}>{say(`ui.mirror.state.${look.word}`)}</span>
            {status.waiting > 0 && (
              <>
                <span className="visually-hidden">
                  , {say('ui.mirror.waiting', { count: status.waiting })}
                </span>
                <span className={styles['count']} aria-hidden="true">
                  {number(status.waiting)}
                </span>
              </>
            )}
          </Button>
        }
      >
        {(close) => <MirrorAbout status={status} look={look} onClose={close} />}
      </Popup>
    </li>
  )
}
