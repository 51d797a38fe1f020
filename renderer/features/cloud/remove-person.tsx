import { useAct } from '#renderer/bridge/query.ts'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { Question } from '#renderer/ui/question.tsx'
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
    <Question
      title={say('ui.people.removeTitle', { user: username, project: name })}
      text={say('ui.people.removeText', { user: username })}
      action={say('ui.people.removeDo')}
      busy={isPending}
      error={error}
      open
      onClose={onClose}
      onAct={() => mutate({ accountId, projectId, username }, { onSuccess: onDone })}
    />
  )
}
