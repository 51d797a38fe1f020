import styles from '#renderer/features/secrets/secrets.module.css'
import { Choices } from '#renderer/ui/choice.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface PlaceChoiceProps {
  /** What is kept. */
  label: string
  unprotected: boolean
  onChange: (unprotected: boolean) => void
}

/** What becomes of a secret on a computer without a protected place for it: the user decides (S21). */
export function PlaceChoice({ label, unprotected, onChange }: PlaceChoiceProps) {
  const { say } = useWords()
  return (
    <div className={styles['stack']}>
      <Quiet>{say('ui.secrets.placeHint')}</Quiet>
      <Choices
        label={label}
        value={unprotected ? 'plain' : 'session'}
        onChange={(place) => onChange(place === 'plain')}
        choices={[
          { id: 'session', label: say('ui.secrets.place.session') },
          { id: 'plain', label: say('ui.secrets.place.plain'), hint: say('ui.secrets.place.plainHint') },
        ]}
      />
    </div>
  )
}
