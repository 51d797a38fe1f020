import type { ReactNode } from 'react'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/quiet.module.css'

interface QuietProps {
  /** As large as the text around it: an introduction and not a note. */
  large?: boolean
  /** Inside a line. */
  inline?: boolean
  children: ReactNode
}

/** Words that step back behind the others. */
export function Quiet({ large = false, inline = false, children }: QuietProps) {
  const Element = inline ? 'span' : 'p'
  return <Element className={classes(styles['quiet'], !large && styles['small'])}>{children}</Element>
}
