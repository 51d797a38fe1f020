import { useId, useState } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import { ask, grant } from '#renderer/bridge/bridge.ts'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { classes } from '#renderer/ui/classes.ts'
import { DropButton } from '#renderer/ui/drop-button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import styles from '#renderer/ui/file-box.module.css'
import { type DropPurpose, fits, kindsOf } from '#renderer/ui/file-kinds.ts'
import { FileLine } from '#renderer/ui/file-line.tsx'
import type { IconName } from '#renderer/ui/icon.tsx'
import { Refusal } from '#renderer/ui/refusal.tsx'
import { useDrop } from '#renderer/ui/use-drop.ts'
import { useWords } from '#renderer/words/words.tsx'
import { type AppErrorData, toErrorData } from '#worker/api/errors.ts'

interface FileBoxProps {
  purpose: DropPurpose
  icon: IconName
  /** What to do, as the empty box says it. */
  label: string
  file: FileRef | null
  onFile: (file: FileRef) => void
  onRemove: () => void
}

/** Where a file goes: choose it or drop it. What doesn't fit is refused with the reason. */
export function FileBox({ purpose, icon, label, file, onFile, onRemove }: FileBoxProps) {
  const words = useWords()
  const announce = useAnnounce()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [failure, setFailure] = useState<AppErrorData | null>(null)
  const [choosing, setChoosing] = useState(false)
  const refusalId = useId()

  const refuse = (reason: string) => {
    setRefusal(reason)
    announce(reason, 'assertive')
  }
  const take = async (give: () => Promise<FileRef | null>) => {
    setRefusal(null)
    setFailure(null)
    try {
      const given = await give()
      if (given === null) return
      if (fits(purpose, given)) onFile(given)
      else {
        const kinds = kindsOf[purpose].map((kind) => `.${kind}`).join(', ')
        refuse(words.say(`ui.file.wrong.${purpose}`, { name: given.name, kinds }))
      }
    } catch (thrown) {
      setFailure(toErrorData(thrown))
    }
  }
  const choose = async () => {
    // One dialog at a time, however often the button is pressed.
    if (choosing) return
    setChoosing(true)
    await take(() => ask('files.choose', { purpose }))
    setChoosing(false)
  }
  const { over, handlers } = useDrop((files) => {
    const [first] = files
    if (files.length > 1) refuse(words.say('ui.file.one'))
    else if (first) void take(() => grant(first))
  })

  return (
    <div className={styles['box']} {...handlers}>
      {file ? (
        <div className={classes(styles['file'], over && styles['over'])}>
          <FileLine icon={icon} file={file}>
            <Button kind="plain" onPress={() => void choose()}>
              {words.say('ui.file.replace')}
            </Button>
            <Button kind="plain" icon="close" iconOnly onPress={onRemove}>
              {words.say('ui.file.remove', { name: file.name })}
            </Button>
          </FileLine>
        </div>
      ) : (
        <DropButton
          icon={icon}
          label={label}
          hint={words.say('ui.file.orDrop')}
          over={over}
          describedBy={refusal === null ? undefined : refusalId}
          onPress={() => void choose()}
        />
      )}
      {refusal !== null && <Refusal id={refusalId} reason={refusal} />}
      {failure && <ErrorCard error={failure} small />}
    </div>
  )
}
