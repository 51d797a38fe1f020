import type { ReactNode } from 'react'
import styles from '#renderer/ui/empty-state.module.css'

interface EmptyStateProps {
  picture?: ReactNode
  title: string
  text: string
  actions: ReactNode
}

/** What this place is for, and the one thing to do first. */
export function EmptyState({ picture, title, text, actions }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      {picture}
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles['actions']}>{actions}</div>
    </div>
  )
}
