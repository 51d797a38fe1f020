import type { ReactNode } from 'react'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import styles from '#renderer/ui/verdict.module.css'

interface VerdictProps {
  tone: Exclude<Tone, 'busy'>
  icon: IconName
  title: string
  /** What a screen reader calls it as a part of the page. */
  label?: string
  /** In its corner. */
  beside?: ReactNode
  children: ReactNode
}

/** What something came to, as a sentence, with what it means. */
export function Verdict({ tone, icon, title, label, beside, children }: VerdictProps) {
  return (
    <section className={styles['verdict']} data-tone={tone} aria-label={label}>
      <Icon name={icon} size={20} />
      <div className={styles['text']}>
        <p className={styles['title']}>{title}</p>
        {children}
      </div>
      {beside}
    </section>
  )
}
