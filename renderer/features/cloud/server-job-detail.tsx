import { useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import serverStyles from '#renderer/features/cloud/server.module.css'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import {
  durationOf,
  isUnderWay,
  lookOfServerJob,
  titleOfServerJob,
} from '#renderer/features/cloud/server-job-look.ts'
import { FindingList } from '#renderer/features/folder/finding-list.tsx'
import { type FolderTab, useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { LogText } from '#renderer/ui/log-text.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { CloudJob } from '#worker/api/cloud.ts'

/** Where the same work is done on this computer. */
const localTab: Partial<Record<string, FolderTab>> = {
  process_projectfile: 'check',
  package: 'package',
  delta_apply: 'changes',
}

interface ServerJobDetailProps {
  job: CloudJob
  folder: string
  place: CloudPlace
}

/** What a job of the server's came to: what failed first, in the words of a check on this computer. */
export function ServerJobDetail({ job: listed, folder, place }: ServerJobDetailProps) {
  const words = useWords()
  const { say, find } = words
  const open = useOpenFolder()
  const { accountId, projectId } = place
  const [isLogOpen, setLogOpen] = useState(false)
  // The list may come without feedback and log.
  const { data, error } = useAsk(
    'cloud.job',
    { accountId, projectId, id: listed.id },
    { enabled: !isUnderWay(listed) && listed.log === null },
  )
  const job = data ?? listed
  const took = durationOf(job, words)
  const tab = localTab[job.type]
  const findings = [...job.findings].sort((a, b) => Number(a.level !== 'error') - Number(b.level !== 'error'))
  return (
    <article className={serverStyles['detail']}>
      <header>
        <h2>{titleOfServerJob(job, words)}</h2>
        <p className={styles['facts']}>
          <Status {...lookOfServerJob(job, words)} />
          <span>{words.when(job.createdAt)}</span>
          {took !== null && <span>{say('ui.cloud.job.took', { time: took })}</span>}
        </p>
      </header>
      {job.failedStep !== null && (
        <p className={serverStyles['failedStep']}>
          {say('ui.cloud.job.failedStep', { step: find(`ui.step.${job.failedStep}`) ?? job.failedStep })}
        </p>
      )}
      {isUnderWay(job) && <Quiet>{say('ui.cloud.job.underWay')}</Quiet>}
      {job.status === 'finished' && findings.length === 0 && <Quiet>{say('ui.cloud.job.fine')}</Quiet>}
      {error && <ErrorCard error={error.data} small />}
      <Buttons>
        {tab !== undefined && (
          <Button
            icon="project"
            kind={job.status === 'failed' ? 'primary' : 'secondary'}
            onPress={() => open(folder, tab)}
          >
            {say('ui.cloud.job.local')}
          </Button>
        )}
        {!isUnderWay(job) && (
          <Button kind="plain" icon="form" onPress={() => setLogOpen(true)}>
            {say('ui.folder.rawLog')}
          </Button>
        )}
      </Buttons>
      {findings.length > 0 && <FindingList findings={findings} layers={layersOf(job)} folder={null} />}
      <Sheet title={say('ui.folder.rawLog')} open={isLogOpen} onClose={() => setLogOpen(false)} wide>
        <Log text={job.log} />
      </Sheet>
    </article>
  )
}

/** Layers by the names that the findings know them by. */
function layersOf({ findings }: CloudJob): { id: string; name: string }[] {
  return findings.flatMap(({ layerId, params }) =>
    layerId === null || params['layer'] === undefined ? [] : [{ id: layerId, name: String(params['layer']) }],
  )
}

function Log({ text }: { text: string | null }) {
  const { say } = useWords()
  const toast = useToast()
  const copy = async () => {
    await ask('clipboard.write', { text: text ?? '' })
    toast({ message: say('ui.copied') })
  }
  return (
    <SheetBody
      end={
        <>
          <Button icon="copy" onPress={() => void copy()}>
            {say('ui.job.copyLog')}
          </Button>
        </>
      }
    >
      <Quiet>{say('ui.cloud.job.logWarning')}</Quiet>
      <LogText label={say('ui.folder.rawLog')} text={text ?? ''} short />
    </SheetBody>
  )
}
