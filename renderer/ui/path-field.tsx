import type { ReactNode } from 'react'
import { classes } from '#renderer/ui/classes.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import styles from '#renderer/ui/path-field.module.css'

interface PathFieldProps {
  label: string
  icon: IconName
  path: string
  /** It stands there letter by letter, as a path that somebody will look for. */
  exact?: boolean
  /** The ways to another one. */
  children: ReactNode
}

/** A file or folder that a dialog chooses. */
export function PathField({ label, icon, path, exact = false, children }: PathFieldProps) {
  return (
    <div className={styles['field']}>
      <span className={styles['label']}>{label}</span>
      <div className={styles['box']}>
        <Icon name={icon} />
        <span className={classes(styles['path'], exact && styles['exact'])}>{path}</span>
        {children}
      </div>
    </div>
  )
}
