import { GridList, GridListItem } from 'react-aria-components/GridList'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
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
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'

const rowHeight = 52

interface DeltaListProps {
  rows: DeltaRow[]
  chosen: ReadonlySet<string>
  onChoose: (uuids: ReadonlySet<string>) => void
}

/** Thousands of changes, of which only those in sight are drawn. Ctrl and Shift choose several, as in a file manager. */
export function DeltaList({ rows, chosen, onChoose }: DeltaListProps) {
  const { say } = useWords()
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <GridList
        aria-label={say('ui.changes.list')}
        className={styles['list'] ?? ''}
        style={{ maxHeight: Math.max(2, rows.length) * rowHeight + 2 }}
        items={rows}
        selectionMode="multiple"
        selectionBehavior="replace"
        selectedKeys={chosen}
        onSelectionChange={(keys) =>
          onChoose(keys === 'all' ? new Set(rows.map(({ uuid }) => uuid)) : (keys as ReadonlySet<string>))
        }
        renderEmptyState={() => <p className={styles['empty']}>{say('ui.changes.none')}</p>}
      >
        {(row) => <Row row={row} />}
      </GridList>
    </Virtualizer>
  )
}

function Row({ row }: { row: DeltaRow }) {
  const words = useWords()
  const { say } = words
  const what = changeWord(row, words)
  const message = messageOf(row)
  const status = statusWord(row, words)
  return (
    <GridListItem id={row.uuid} textValue={`${what}, ${status}`} className={styles['row'] ?? ''}>
      <span className={styles['method']} data-method={row.method}>
        <Icon name={methodIcons[row.method]} />
      </span>
      <span className={styles['text']}>
        <span className={styles['what']}>{what}</span>
        <span className={styles['facts']}>
          <Status {...statusLooks[row.status]} word={status} />
          {row.strict.length > 0 && <span>{say('ui.delta.warnings', { count: row.strict.length })}</span>}
          {message !== '' && <span className={styles['message']}>{message}</span>}
        </span>
      </span>
    </GridListItem>
  )
}
