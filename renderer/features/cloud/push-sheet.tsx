import type { FileRef } from '#electron/api/files.ts'
import { useAct } from '#renderer/bridge/query.ts'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { Receipts } from '#renderer/features/cloud/receipts.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface PushSheetProps {
  file: FileRef
  place: CloudPlace
  onClose: () => void
  onPushed: () => void
}

/** Sends the changes of a file to the server, after asking, and reads back what it has of them. */
export function PushSheet({ file, place, onClose, onPushed }: PushSheetProps) {
  const { say } = useWords()
  const { mutate, data, isPending, error } = useAct('cloud.pushDeltas')
  const push = () =>
    mutate(
      { accountId: place.accountId, projectId: place.projectId, file: file.path },
      { onSuccess: onPushed },
    )
  return (
    <Sheet title={say('ui.cloud.push.title', { file: file.name })} open onClose={onClose}>
      <SheetBody
        end={
          <>
            <Button onPress={onClose}>{say(data ? 'ui.close' : 'ui.cancel')}</Button>
            {!data && (
              <Button kind="primary" busy={isPending} onPress={push}>
                {say('ui.cloud.push.do')}
              </Button>
            )}
          </>
        }
      >
        {data ? (
          <Receipts receipts={data} />
        ) : (
          <p>{say('ui.cloud.push.text', { project: `${place.owner} / ${place.name}` })}</p>
        )}
        {error && <ErrorCard error={error.data} small />}
      </SheetBody>
    </Sheet>
  )
}
