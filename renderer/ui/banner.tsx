import type { ReactNode } from 'react'
import styles from '#renderer/ui/banner.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'

interface BannerProps {
  tone: 'warn' | 'busy'
  title?: string
  text: string
  action?: ReactNode
}

/** Something about the whole app that should be known before going on. */
export function Banner({ tone, title, text, action }: BannerProps) {
  return (
    <output className={classes(styles['banner'], styles[tone])}>
      {tone === 'busy' ? <Spinner /> : <Icon name="alert" />}
      <span className={styles['text']}>
        {title && <strong>{title}</strong>}
        <span>{text}</span>
      </span>
      {action}
    </output>
  )
}
