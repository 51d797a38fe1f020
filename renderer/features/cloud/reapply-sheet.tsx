import { useState } from 'react'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import rowsStyles from '#renderer/features/cloud/rows.module.css'
import { rowOfCloud } from '#renderer/features/cloud/cloud-delta.ts'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { Receipts } from '#renderer/features/cloud/receipts.tsx'
import { changeWord, methodIcons } from '#renderer/features/folder/delta-look.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface ReapplySheetProps {
  place: CloudPlace
  uuids: string[]
  andNewer: boolean
  onClose: () => void
  onPushed: () => void
}

/** Shows which changes would be sent once more, in their order, and sends them. */
export function ReapplySheet({ place, uuids, andNewer, onClose, onPushed }: ReapplySheetProps) {
  const words = useWords()
  const { say } = words
  const [also, setAlso] = useState<string[]>([])
  const asked = {
    accountId: place.accountId,
    projectId: place.projectId,
    uuids: [...uuids, ...also],
    andNewer,
  }
  const preview = useAsk('cloud.reapply', { ...asked, dryRun: true }, { fresh: true, keepPrevious: true })
  const { mutate, data, isPending, error } = useAct('cloud.reapply')
  const rows = preview.data?.deltas.map(rowOfCloud) ?? []
  const companions = [
    { kind: 'needs' as const, deltas: preview.data?.needs ?? [] },
    { kind: 'dependents' as const, deltas: preview.data?.dependents ?? [] },
  ].filter(({ deltas }) => deltas.length > 0)
  const push = () => {
    if (rows.length > 0) mutate(asked, { onSuccess: onPushed })
  }
  return (
    <Sheet title={say('ui.cloud.reapply.title')} open onClose={onClose} wide>
      <SheetBody
        end={
          <>
            <Button onPress={onClose}>{say(data ? 'ui.close' : 'ui.cancel')}</Button>
            {!data && (
              <Button kind="primary" busy={isPending} muted={rows.length === 0} onPress={push}>
                {say('ui.cloud.reapply.do', { count: rows.length })}
              </Button>
            )}
          </>
        }
      >
        {data ? (
          <Receipts receipts={data.receipts} />
        ) : (
          <>
            <p>{say('ui.cloud.reapply.text', { count: rows.length })}</p>
            {preview.isFetching && <Loading text={say('ui.cloud.loading')} />}
            {preview.error && <ErrorCard error={preview.error.data} small />}
            {preview.data && (
              <LongList
                label={say('ui.cloud.reapply.list')}
                items={rows}
                idOf={({ uuid }) => uuid}
                rowHeight={40}
                textOf={(row) => changeWord(row, words)}
                empty={say('ui.changes.none')}
              >
                {(row) => (
                  <span className={rowsStyles['fileRow']}>
                    <Icon name={methodIcons[row.method]} />
                    <span className={rowsStyles['grow']}>{changeWord(row, words)}</span>
                    <span className={rowsStyles['word']}>
                      {say(`ui.delta.status.${row.status}`)}
                      {row.at !== null && ` · ${words.when(row.at)}`}
                    </span>
                  </span>
                )}
              </LongList>
            )}
            {companions.map(({ kind, deltas }) => (
              <Banner
                key={kind}
                tone="warn"
                text={say(`ui.cloud.reapply.${kind}`, { count: deltas.length })}
                action={
                  <Button onPress={() => setAlso([...also, ...deltas.map(({ uuid }) => uuid)])}>
                    {say('ui.cloud.reapply.add', { count: deltas.length })}
                  </Button>
                }
              />
            ))}
          </>
        )}
        {error && <ErrorCard error={error.data} small />}
      </SheetBody>
    </Sheet>
  )
}
