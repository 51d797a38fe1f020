import styles from '#renderer/features/folder/delta-list.module.css'
import {
  changeWord,
  messageOf,
  methodIcons,
  statusLooks,
  statusWord,
} from '#renderer/features/folder/delta-look.ts'
import type { DeltaRow } from '#renderer/features/folder/delta-row.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface DeltaListProps {
  rows: DeltaRow[]
  chosen: ReadonlySet<string>
  onChoose: (uuids: ReadonlySet<string>) => void
}

/** Thousands of changes, of which several can be chosen. */
export function DeltaList({ rows, chosen, onChoose }: DeltaListProps) {
  const words = useWords()
  const { say } = words
  return (
    <LongList
      label={say('ui.changes.list')}
      items={rows}
      idOf={({ uuid }) => uuid}
      rowHeight={52}
      textOf={(row) => `${changeWord(row, words)}, ${statusWord(row, words)}`}
      empty={say('ui.changes.none')}
      tall
      choosing={{ several: true, chosen, onChoose }}
    >
      {drawRow}
    </LongList>
  )
}

/** Always the same function, so that a click builds no list of thousands anew. */
const drawRow = (row: DeltaRow) => <Row row={row} />

function Row({ row }: { row: DeltaRow }) {
  const words = useWords()
  const { say } = words
  const message = messageOf(row)
  return (
    <span className={styles['row']}>
      <span className={styles['method']} data-method={row.method}>
        <Icon name={methodIcons[row.method]} />
      </span>
      <span className={styles['text']}>
        <span className={styles['what']}>{changeWord(row, words)}</span>
        <span className={styles['facts']}>
          <Status {...statusLooks[row.status]} word={statusWord(row, words)} />
          {row.strict.length > 0 && <span>{say('ui.delta.warnings', { count: row.strict.length })}</span>}
          {message !== '' && <span className={styles['message']}>{message}</span>}
        </span>
      </span>
    </span>
  )
}
