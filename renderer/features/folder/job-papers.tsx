import { useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/folder/folder.module.css'
import { supportText } from '#renderer/features/folder/support.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { LogText } from '#renderer/ui/log-text.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { Finding } from '#worker/api/projects.ts'

/** A job's raw log, and what goes to somebody who helps. */
export function JobPapers({ job, findings }: { job: Job; findings: Finding[] }) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const copy = async () => {
    try {
      const [{ version }, { text }] = await Promise.all([
        ask('app.info', {}),
        ask('jobs.rawLog', { id: job.id }),
      ])
      await ask('clipboard.write', { text: supportText({ version, job, findings, log: text }) })
      toast({ message: say('ui.folder.supportCopied') })
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
  }
  return (
    <div className={styles['papers']}>
      <Button kind="plain" icon="form" onPress={() => setOpen(true)}>
        {say('ui.folder.rawLog')}
      </Button>
      <Button kind="plain" icon="copy" onPress={() => void copy()}>
        {say('ui.folder.support')}
      </Button>
      <Sheet title={say('ui.folder.rawLog')} open={isOpen} onClose={() => setOpen(false)} wide>
        <RawLog id={job.id} onCopy={() => void copy()} />
      </Sheet>
    </div>
  )
}

function RawLog({ id, onCopy }: { id: string; onCopy: () => void }) {
  const { say } = useWords()
  const { data, error } = useAsk('jobs.rawLog', { id }, { fresh: true })
  return (
    <SheetBody
      end={
        <>
          <Button icon="copy" onPress={onCopy}>
            {say('ui.folder.support')}
          </Button>
        </>
      }
    >
      {error && <ErrorCard error={error.data} small />}
      {data && <LogText label={say('ui.folder.rawLog')} text={data.text} />}
    </SheetBody>
  )
}
