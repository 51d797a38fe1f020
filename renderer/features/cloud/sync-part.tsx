import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { jobsInput, putJob } from '#renderer/bridge/live.ts'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import { choose, type Chosen, nothingChosen, standing } from '#renderer/features/cloud/chosen.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { PlanView } from '#renderer/features/cloud/plan-view.tsx'
import { type Aim, SyncAim, targetOf } from '#renderer/features/cloud/sync-aim.tsx'
import { SyncJob } from '#renderer/features/cloud/sync-job.tsx'
import { type SyncOptions, SyncOptionFields } from '#renderer/features/cloud/sync-options.tsx'
import { useComparison } from '#renderer/features/cloud/use-comparison.ts'
import { useFolderJob } from '#renderer/features/folder/use-folder-job.ts'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { type CloudAccount, SyncRequest } from '#worker/api/cloud.ts'

interface SyncPartProps {
  folder: string
  title: string
  accounts: CloudAccount[]
  /** Null while the folder is linked to no project. */
  place: CloudPlace | null
  /** Somebody is signed in, so that the server can be asked. */
  canAsk: boolean
}

/** A plan that can be read, then one button. */
export function SyncPart({ folder, title, accounts, place, canAsk }: SyncPartProps) {
  const { say } = useWords()
  const cache = useQueryClient()
  const job = useFolderJob('sync', folder)
  const { isSuccess: jobsKnown } = useAsk('jobs.list', jobsInput)
  const last = SyncRequest.safeParse(job?.request).data
  const [aim, setAim] = useState<Aim>({
    accountId: accounts[0]?.id ?? '',
    kind: 'new',
    name: title,
    owner: accounts[0]?.username ?? '',
    isPublic: false,
    projectId: null,
  })
  const [options, setOptions] = useState<SyncOptions>({
    download: last?.download ?? true,
    makePackage: last?.makePackage ?? true,
    limitRate: last?.limitRate ?? null,
  })
  const [chosen, setChosen] = useState(nothingChosen)
  const { plan, error, busy, compare, forget } = useComparison()
  const start = useAct('jobs.sync')
  const accountId = place?.accountId ?? aim.accountId
  const target = place === null ? targetOf(aim) : { kind: 'project' as const, projectId: place.projectId }
  const running = job !== null && isOpen(job)
  const ended = job !== null && !running ? `${job.id}:${job.finishedAt}` : null
  // After a sync another plan is true.
  useEffect(() => {
    if (ended !== null) forget()
  }, [ended, forget])

  const look = (next: Partial<Chosen> & { download?: boolean } = {}) => {
    if (target === null) return
    compare({ folder, accountId, target, ...chosen, download: options.download, ...next })
  }
  const isOffline = error !== null && ['cloud.unreachable', 'cloud.portal', 'cloud.busy'].includes(error.code)
  const sync = () => {
    if (target === null || start.isPending || running) return
    start.mutate(
      // The plan knows the name that the server takes.
      { folder, accountId, target: plan?.target ?? target, ...chosen, ...options },
      { onSuccess: (made) => void putJob(cache, made) },
    )
  }
  if (!jobsKnown) return null
  const go = (
    <Button kind="primary" icon="cloud" busy={start.isPending} muted={busy} onPress={sync}>
      {say(isOffline ? 'ui.sync.whenOnline' : 'ui.sync.start')}
    </Button>
  )
  return (
    <div className={styles['outcome']}>
      {job && <SyncJob job={job} folder={folder} />}
      {!running && canAsk && (
        <>
          {place === null && (
            <SyncAim
              aim={aim}
              accounts={accounts}
              onChange={(next) => {
                setAim(next)
                forget()
              }}
            />
          )}
          <SyncOptionFields
            options={options}
            onChange={(next) => {
              setOptions(next)
              if (plan !== null && next.download !== options.download) look({ download: next.download })
            }}
          />
          {plan === null && (
            <div>
              <Button
                kind={isOffline ? 'secondary' : 'primary'}
                icon="retry"
                muted={busy || target === null}
                onPress={() => look()}
              >
                {say('ui.sync.compare')}
              </Button>
            </div>
          )}
          {busy && plan === null && <Loading text={say('ui.sync.comparing')} />}
          {error && !isOffline && <ErrorCard error={error.data} />}
          {isOffline && (
            <Banner tone="warn" title={say('ui.sync.offline')} text={say('ui.sync.offlineText')} />
          )}
          {plan && (
            <PlanView
              plan={plan}
              typedName={place === null && aim.kind === 'new' ? aim.name.trim() : null}
              choices={standing(chosen, plan.files)}
              onChoose={(choices) => {
                const next = choose(choices, plan.files)
                setChosen(next)
                look(next)
              }}
              actions={
                <>
                  {go}
                  <Button kind="plain" icon="retry" busy={busy} onPress={() => look()}>
                    {say('ui.sync.compareAgain')}
                  </Button>
                </>
              }
            />
          )}
          {isOffline && <div>{go}</div>}
          {start.error && <ErrorCard error={start.error.data} small />}
        </>
      )}
    </div>
  )
}
