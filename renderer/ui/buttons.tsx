import type { ReactNode } from 'react'
import styles from '#renderer/ui/buttons.module.css'

/** What can be done, side by side. */
export function Buttons({ children }: { children: ReactNode }) {
  return <div className={styles['buttons']}>{children}</div>
}
