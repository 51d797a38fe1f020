import type { ReactNode } from 'react'
import styles from '#renderer/ui/card-list.module.css'

/** A few entries in one frame, each a `li`. */
export function CardList({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={styles['list']} aria-label={label}>
      {children}
    </ul>
  )
}
