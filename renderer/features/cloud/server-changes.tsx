import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import serverStyles from '#renderer/features/cloud/server.module.css'
import { rowOfCloud } from '#renderer/features/cloud/cloud-delta.ts'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { PushSheet } from '#renderer/features/cloud/push-sheet.tsx'
import { ServerChangeActions } from '#renderer/features/cloud/server-change-actions.tsx'
import { DeltaDetail } from '#renderer/features/folder/delta-detail.tsx'
import { DeltaFilters } from '#renderer/features/folder/delta-filters.tsx'
import { DeltaList } from '#renderer/features/folder/delta-list.tsx'
import { filterRows, noFilter } from '#renderer/features/folder/delta-row.ts'
import { ServerPart } from '#renderer/features/cloud/server-part.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** As many changes of a project as are listed at once. */
const most = 20_000

/** The changes that tablets have sent to the server, with what it made of them. */
export function ServerChanges({ folder, place }: { folder: string; place: CloudPlace }) {
  const { say } = useWords()
  const toast = useToast()
  const cache = useQueryClient()
  const { accountId, projectId } = place
  const asked = useAsk('cloud.deltas', { accountId, projectId, limit: most }, { fresh: true })
  const { data } = asked
  const [filter, setFilter] = useState(noFilter)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [pushed, setPushed] = useState<FileRef | null>(null)
  const apply = useAct('cloud.applyPending')
  const all = useMemo(() => (data?.deltas ?? []).map(rowOfCloud), [data])
  const shown = useMemo(() => filterRows(all, filter), [all, filter])
  const inSight = shown.filter(({ uuid }) => chosen.has(uuid))
  const waiting = all.filter(({ status }) => status === 'pending').length
  const again = () => {
    void cache.invalidateQueries({ queryKey: ['cloud.deltas'] })
    void cache.invalidateQueries({ queryKey: ['cloud.jobs'] })
  }
  const applyPending = () => {
    if (apply.isPending) return
    apply.mutate(
      { accountId, projectId },
      {
        onSuccess: () => {
          toast({ message: say('ui.cloud.changes.applying') })
          again()
        },
      },
    )
  }
  return (
    <ServerPart
      label={say('ui.cloud.part.changes')}
      asked={asked}
      error={apply.error}
      actions={
        <>
          <DeltaFilters rows={all} filter={filter} onChange={setFilter} />
          {waiting > 0 && (
            <Button busy={apply.isPending} onPress={applyPending}>
              {say('ui.cloud.changes.applyPending', { count: waiting })}
            </Button>
          )}
          <Button
            icon="upload"
            onPress={() => void ask('files.choose', { purpose: 'deltas' }).then(setPushed)}
          >
            {say('ui.cloud.changes.push')}
          </Button>
        </>
      }
    >
      {data && (
        <div className={serverStyles['sides']}>
          <div className={styles['left']}>
            <DeltaList rows={shown} chosen={chosen} onChoose={setChosen} />
            <Quiet>
              {say('ui.changes.count', { count: shown.length, total: all.length })}
              {data.total > all.length &&
                ` ${say('ui.changes.tooMany', { known: all.length, total: data.total })}`}
            </Quiet>
          </div>
          <div className={styles['left']}>
            {inSight.length > 0 && (
              <ServerChangeActions
                folder={folder}
                place={place}
                all={all}
                chosen={inSight}
                onChanged={again}
              />
            )}
            {inSight.length === 1 && inSight[0] ? (
              <DeltaDetail row={inSight[0]} />
            ) : (
              inSight.length === 0 && all.length > 0 && <Quiet>{say('ui.changes.hint')}</Quiet>
            )}
          </div>
        </div>
      )}
      {pushed && (
        <PushSheet
          key={pushed.path}
          file={pushed}
          place={place}
          onClose={() => setPushed(null)}
          onPushed={again}
        />
      )}
    </ServerPart>
  )
}
