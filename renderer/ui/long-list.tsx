import type { ReactNode } from 'react'
import { GridList, GridListItem } from 'react-aria-components/GridList'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/long-list.module.css'

/** Which rows are chosen. Ctrl and Shift choose several, as in a file manager. */
interface Choosing {
  several?: boolean
  chosen: ReadonlySet<string>
  onChoose: (ids: ReadonlySet<string>) => void
}

interface LongListProps<T extends object> {
  label: string
  items: T[]
  idOf: (item: T) => string
  /** Pixels, of every row. */
  rowHeight: number
  /** What a screen reader and typing ahead go by. */
  textOf: (item: T) => string
  /** What stands there when there is nothing. */
  empty: string
  /** As high as the window allows: what the page is about. */
  tall?: boolean
  choosing?: Choosing
  /** Rows are drawn again when it changes: it knows what else than the item they are drawn from. */
  children: (item: T) => ReactNode
}

/** Thousands of rows, of which only those in sight are drawn. Arrow keys go through them. */
export function LongList<T extends object>(props: LongListProps<T>) {
  const { label, items, idOf, rowHeight, textOf, empty, tall = false, choosing, children } = props
  const least = tall || items.length === 0 ? 2 : 1
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <GridList
        aria-label={label}
        className={classes(styles['list'], tall && styles['tall'])}
        style={{ height: Math.max(least, items.length) * rowHeight + 2 }}
        items={items}
        dependencies={[children]}
        renderEmptyState={() => <p className={styles['empty']}>{empty}</p>}
        {...(choosing && {
          selectionMode: choosing.several ? ('multiple' as const) : ('single' as const),
          selectionBehavior: 'replace' as const,
          selectedKeys: choosing.chosen,
          onSelectionChange: (keys: 'all' | Set<string | number>) =>
            choosing.onChoose(new Set(keys === 'all' ? items.map(idOf) : [...keys].map(String))),
        })}
      >
        {(item) => (
          <GridListItem id={idOf(item)} textValue={textOf(item)} className={styles['row'] ?? ''}>
            {children(item)}
          </GridListItem>
        )}
      </GridList>
    </Virtualizer>
  )
}
