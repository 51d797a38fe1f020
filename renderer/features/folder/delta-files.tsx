import { useState } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import { ask, grant } from '#renderer/bridge/bridge.ts'
import styles from '#renderer/features/folder/delta-files.module.css'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CardList } from '#renderer/ui/card-list.tsx'
import { DropButton } from '#renderer/ui/drop-button.tsx'
import { fits } from '#renderer/ui/file-kinds.ts'
import { FileLine } from '#renderer/ui/file-line.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Refusal } from '#renderer/ui/refusal.tsx'
import { useDrop } from '#renderer/ui/use-drop.ts'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'

interface DeltaFilesProps {
  /** Nothing was ever applied here: then it says what this is for. */
  isFirst: boolean
  busy: boolean
  onTry: (files: FileRef[]) => void
}

/** Takes delta files, several at once, and tries them out. */
export function DeltaFiles({ isFirst, busy, onTry }: DeltaFilesProps) {
  const words = useWords()
  const { say } = words
  const announce = useAnnounce()
  const [files, setFiles] = useState<FileRef[]>([])
  const [refusal, setRefusal] = useState<string | null>(null)

  const refuse = (reason: string) => {
    setRefusal(reason)
    announce(reason, 'assertive')
  }
  const take = async (give: () => Promise<FileRef[]>) => {
    setRefusal(null)
    try {
      const given = await give()
      const wrong = given.find((file) => !fits('deltas', file))
      if (wrong) refuse(say('ui.file.wrong.deltas', { name: wrong.name }))
      const paths = new Set(files.map(({ path }) => path))
      setFiles([...files, ...given.filter((file) => fits('deltas', file) && !paths.has(file.path))])
    } catch (thrown) {
      refuse(words.error(toErrorData(thrown)).what)
    }
  }
  const { over, handlers } = useDrop((dropped) => void take(() => Promise.all(dropped.map(grant))))
  return (
    <section className={styles['files']} aria-label={say('ui.changes.files')} {...handlers}>
      {isFirst && (
        <div className={styles['intro']}>
          <Quiet large>{say('ui.changes.intro')}</Quiet>
        </div>
      )}
      {files.length > 0 && (
        <CardList>
          {files.map((file) => (
            <li key={file.path} className={styles['file']}>
              <FileLine icon="form" file={file}>
                <Button
                  kind="plain"
                  icon="close"
                  iconOnly
                  onPress={() => setFiles(files.filter(({ path }) => path !== file.path))}
                >
                  {say('ui.file.remove', { name: file.name })}
                </Button>
              </FileLine>
            </li>
          ))}
        </CardList>
      )}
      <div className={styles['row']}>
        <DropButton
          icon="upload"
          label={say(files.length === 0 ? 'ui.changes.choose' : 'ui.changes.more')}
          hint={say('ui.changes.orDrop')}
          over={over}
          onPress={() => void take(() => ask('files.chooseSeveral', { purpose: 'deltas' }))}
        />
        {files.length > 0 && (
          <Button
            kind="primary"
            muted={busy}
            onPress={() => {
              if (busy) return
              onTry(files)
              setFiles([])
            }}
          >
            {say('ui.changes.try')}
          </Button>
        )}
      </div>
      {refusal !== null && <Refusal reason={refusal} />}
    </section>
  )
}
