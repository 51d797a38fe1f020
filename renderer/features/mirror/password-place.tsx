import styles from '#renderer/features/mirror/mirror.module.css'
import { Choices } from '#renderer/ui/choice.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface PasswordPlaceProps {
  unprotected: boolean
  onChange: (unprotected: boolean) => void
}

/** What becomes of the password on a computer without a protected place for it: the user decides (S21). */
export function PasswordPlace({ unprotected, onChange }: PasswordPlaceProps) {
  const { say } = useWords()
  return (
    <div className={styles['stack']}>
      <p className={styles['note']}>{say('ui.mirror.placeHint')}</p>
      <Choices
        label={say('ui.mirror.place')}
        value={unprotected ? 'plain' : 'session'}
        onChange={(place) => onChange(place === 'plain')}
        choices={[
          { id: 'session', label: say('ui.mirror.place.session') },
          { id: 'plain', label: say('ui.mirror.place.plain'), hint: say('ui.mirror.place.plainHint') },
        ]}
      />
    </div>
  )
}
