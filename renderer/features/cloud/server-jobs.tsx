import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import serverStyles from '#renderer/features/cloud/server.module.css'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { ServerJobDetail } from '#renderer/features/cloud/server-job-detail.tsx'
import {
  durationOf,
  isUnderWay,
  lookOfServerJob,
  titleOfServerJob,
} from '#renderer/features/cloud/server-job-look.ts'
import { ServerPart } from '#renderer/features/cloud/server-part.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** How often a server is asked that has something under way, in milliseconds. */
const pace = 4000

/** The project's jobs on the server, also those that it has forgotten since; the newest first. */
export function ServerJobs({ folder, place }: { folder: string; place: CloudPlace }) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const cache = useQueryClient()
  const { accountId, projectId } = place
  const [isBusy, setBusy] = useState(false)
  const asked = useAsk('cloud.jobs', { accountId, projectId }, { fresh: true, every: isBusy ? pace : null })
  const { data } = asked
  const jobs = data ?? []
  const underWay = jobs.some(isUnderWay)
  if (underWay !== isBusy) setBusy(underWay)
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = jobs.find(({ id }) => id === chosen) ?? jobs[0]
  const start = useAct('cloud.startJob')
  const begin = (type: 'package' | 'process_projectfile') =>
    start.mutate(
      { accountId, projectId, type },
      {
        onSuccess: ({ job, joined }) => {
          setChosen(job.id)
          if (joined) toast({ message: say('ui.cloud.job.joined') })
          void cache.invalidateQueries({ queryKey: ['cloud.jobs'] })
        },
      },
    )
  return (
    <ServerPart
      label={say('ui.cloud.part.jobs')}
      asked={asked}
      error={start.error}
      actions={
        <>
          <Button icon="package" muted={start.isPending} onPress={() => begin('package')}>
            {say('ui.cloud.job.package')}
          </Button>
          <Button icon="check" muted={start.isPending} onPress={() => begin('process_projectfile')}>
            {say('ui.cloud.job.check')}
          </Button>
        </>
      }
    >
      {data && (
        <div className={serverStyles['sides']}>
          <LongList
            label={say('ui.cloud.jobs')}
            items={jobs}
            idOf={({ id }) => id}
            rowHeight={56}
            textOf={(job) => `${titleOfServerJob(job, words)}, ${lookOfServerJob(job, words).word}`}
            empty={say('ui.cloud.jobs.none')}
            choosing={{
              chosen: new Set(shown ? [shown.id] : []),
              onChoose: ([id]) => id !== undefined && setChosen(id),
            }}
          >
            {(job) => (
              <span className={styles['jobRow']}>
                <span className={styles['name']}>{titleOfServerJob(job, words)}</span>
                <span className={styles['facts']}>
                  <Status {...lookOfServerJob(job, words)} />
                  <span>
                    {[words.when(job.createdAt), durationOf(job, words)]
                      .filter((fact) => fact !== null)
                      .join(' · ')}
                  </span>
                </span>
              </span>
            )}
          </LongList>
          {shown && <ServerJobDetail key={shown.id} job={shown} folder={folder} place={place} />}
        </div>
      )}
    </ServerPart>
  )
}
