import { useEffect, useRef, useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/jobs/job-screen.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { LogLine } from '#worker/api/jobs.ts'

/** What the worker and QGIS said, following the end while it is in sight. */
export function JobLog({ id, open }: { id: string; open: boolean }) {
  const { say } = useWords()
  const [isOpen, setOpen] = useState(open)
  const { data: lines } = useAsk('jobs.log', { id, after: 0 }, { enabled: isOpen })
  const toast = useToast()
  const copy = async () => {
    await ask('clipboard.write', { text: (lines ?? []).map(lineText).join('\n') })
    toast({ message: say('ui.copied') })
  }
  return (
    <Disclosure summary={say('ui.job.log')} level={2} open={open} onOpen={setOpen}>
      {lines && lines.length > 0 ? (
        <div className={styles['part']}>
          <Lines lines={lines} />
          <div>
            <Button kind="plain" icon="copy" onPress={() => void copy()}>
              {say('ui.job.copyLog')}
            </Button>
          </div>
        </div>
      ) : (
        <Quiet>{say('ui.job.logEmpty')}</Quiet>
      )}
    </Disclosure>
  )
}

function Lines({ lines }: { lines: LogLine[] }) {
  const { say } = useWords()
  const box = useRef<HTMLElement>(null)
  const follows = useRef(true)
  const last = lines.at(-1)?.id
  useEffect(() => {
    if (last !== undefined && follows.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [last])
  return (
    <section
      ref={box}
      className={styles['log']}
      aria-label={say('ui.job.log')}
      // A region that scrolls has to be reachable to be scrolled by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollTop + clientHeight >= scrollHeight - 8
      }}
    >
      {lines.map((line) => (
        <div key={line.id} className={styles['line']} data-level={line.level}>
          <time dateTime={line.at}>{line.at.slice(11, 19)}</time>
          <span>{line.message}</span>
        </div>
      ))}
    </section>
  )
}

function lineText({ at, level, attempt, message }: LogLine): string {
  return `${at} #${attempt} ${level} ${message}`
}
