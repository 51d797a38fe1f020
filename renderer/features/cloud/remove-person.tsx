import { useAct } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Sheet } from '#renderer/ui/sheet.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface RemovePersonProps {
  username: string
  place: CloudPlace
  onClose: () => void
  onDone: () => void
}

/** Takes somebody off the project, once it is said what that means for what they collected. */
export function RemovePerson({ username, place, onClose, onDone }: RemovePersonProps) {
  const { say } = useWords()
  const { accountId, projectId, name } = place
  const { mutate, isPending, error } = useAct('cloud.removePerson')
  return (
    <Sheet title={say('ui.people.removeTitle', { user: username, project: name })} open onClose={onClose}>
      <div className={styles['sheet']}>
        <p>{say('ui.people.removeText', { user: username })}</p>
        {error && <ErrorCard error={error.data} small />}
        <div className={styles['sheetEnd']}>
          <Button onPress={onClose}>{say('ui.cancel')}</Button>
          <Button
            kind="primary"
            busy={isPending}
            onPress={() => mutate({ accountId, projectId, username }, { onSuccess: onDone })}
          >
            {say('ui.people.removeDo')}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}
