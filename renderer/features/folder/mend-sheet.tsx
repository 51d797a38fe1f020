import { useState } from 'react'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import { useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { PlaceField } from '#renderer/features/folder/place-field.tsx'
import { useStart } from '#renderer/features/folder/use-folder-job.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Finding } from '#worker/api/projects.ts'

interface MendSheetProps {
  folder: string
  findings: Finding[]
  open: boolean
  onClose: () => void
}

/** Says what is mended where, makes the copy, and goes to it. */
export function MendSheet({ folder, findings, open, onClose }: MendSheetProps) {
  const { say } = useWords()
  return (
    <Sheet title={say('ui.mendCopy.title')} open={open} onClose={onClose}>
      {open && <Body folder={folder} findings={findings} onClose={onClose} />}
    </Sheet>
  )
}

function Body({ folder, findings, onClose }: Omit<MendSheetProps, 'open'>) {
  const { say } = useWords()
  const toast = useToast()
  const openFolder = useOpenFolder()
  const { start } = useStart('jobs.check')
  const { mutate, isPending, error } = useAct('folder.mend')
  const suggestion = useAsk('folder.beside', { folder, suffix: 'copy' }, { fresh: true })
  const [chosen, setChosen] = useState<string | null>(null)
  const out = chosen ?? suggestion.data ?? null
  const failure = error ?? suggestion.error
  const make = () => {
    if (out === null) return
    mutate(
      { folder, out, findings },
      {
        onSuccess: (copy) => {
          toast({ message: say('ui.mendCopy.done', { count: copy.mended }) })
          onClose()
          openFolder(copy.folder)
          // What is left is what the coordinator wants to know next.
          start({ folder: copy.folder })
        },
      },
    )
  }
  return (
    <SheetBody
      end={
        <>
          <Button onPress={onClose}>{say('ui.cancel')}</Button>
          <Button kind="primary" busy={isPending} muted={out === null} onPress={make}>
            {say('ui.mendCopy.make')}
          </Button>
        </>
      }
    >
      <p>{say('ui.mendCopy.text', { count: findings.length })}</p>
      <PlaceField
        label={say('ui.mendCopy.place')}
        title={say('ui.mendCopy.placeTitle')}
        path={out}
        onChange={setChosen}
      />
      {failure && <ErrorCard error={failure.data} small />}
    </SheetBody>
  )
}
