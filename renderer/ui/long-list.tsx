import type { ReactNode } from 'react'
import { GridList, GridListItem } from 'react-aria-components/GridList'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import styles from '#renderer/ui/long-list.module.css'

interface LongListProps<T extends { id: string }> {
  label: string
  items: T[]
  /** Pixels, of every row. */
  rowHeight: number
  /** What a screen reader and typing ahead go by. */
  textOf: (item: T) => string
  /** What stands there when there is nothing. */
  empty: string
  chosen?: string | null
  onChoose?: (id: string) => void
  children: (item: T) => ReactNode
}

/** Thousands of rows, of which only those in sight are drawn. Arrow keys go through them. */
export function LongList<T extends { id: string }>(props: LongListProps<T>) {
  const { label, items, rowHeight, textOf, empty, chosen, onChoose, children } = props
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <GridList
        aria-label={label}
        className={styles['list'] ?? ''}
        style={{ height: (items.length || 2) * rowHeight + 2 }}
        items={items}
        // Rows know nothing of what else they are drawn from.
        dependencies={[children]}
        renderEmptyState={() => <p className={styles['empty']}>{empty}</p>}
        {...(onChoose
          ? {
              selectionMode: 'single' as const,
              selectionBehavior: 'replace' as const,
              selectedKeys: chosen === null || chosen === undefined ? [] : [chosen],
              onSelectionChange: (keys: 'all' | Set<string | number>) => {
                const [key] = keys === 'all' ? [] : keys
                if (key !== undefined) onChoose(String(key))
              },
            }
          : {})}
      >
        {(item) => (
          <GridListItem id={item.id} textValue={textOf(item)} className={styles['row'] ?? ''}>
            {children(item)}
          </GridListItem>
        )}
      </GridList>
    </Virtualizer>
  )
}
