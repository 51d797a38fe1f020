import styles from '#renderer/features/cloud/cloud.module.css'
import { statusLooks } from '#renderer/features/folder/delta-look.ts'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { PushReceipt } from '#worker/api/cloud.ts'

/** What the server has of changes that were pushed, as it was asked afterwards. */
export function Receipts({ receipts }: { receipts: PushReceipt[] }) {
  const { say } = useWords()
  const missing = receipts.filter(({ status }) => status === null).length
  const statuses = [...new Set(receipts.flatMap(({ status }) => (status === null ? [] : [status])))]
  const countOf = (wanted: PushReceipt['status']) => receipts.filter(({ status }) => status === wanted).length
  return (
    <>
      <p>{say('ui.cloud.receipts', { count: receipts.length - missing, total: receipts.length })}</p>
      <ul className={styles['counts']} aria-label={say('ui.cloud.receipts.label')}>
        {statuses.map((status) => (
          <li key={status}>
            <Status
              {...statusLooks[status]}
              word={say('ui.changes.filter.option', {
                name: say(`ui.delta.status.${status}`),
                count: countOf(status),
              })}
            />
          </li>
        ))}
        {missing > 0 && (
          <li>
            <Status tone="bad" icon="cross" word={say('ui.cloud.receipts.missing', { count: missing })} />
          </li>
        )}
      </ul>
      <Quiet>{say('ui.cloud.receipts.hint')}</Quiet>
    </>
  )
}
