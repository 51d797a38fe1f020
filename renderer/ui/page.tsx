import { type ReactNode, useEffect, useRef } from 'react'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/page.module.css'
import { useWords } from '#renderer/words/words.tsx'

interface PageProps {
  title: string
  /** Beside the title. */
  actions?: ReactNode
  /** Above the title: the way back. */
  above?: ReactNode
  /** Under the title, in one quiet line. */
  lead?: ReactNode
  /** As wide as two columns need. */
  wide?: boolean
  children: ReactNode
}

let isFirst = true

/** One screen: its heading takes the focus when the screen appears, except at the start of the app. */
export function Page({ title, actions, above, lead, wide = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { say } = useWords()
  useEffect(() => {
    const main = heading.current?.closest('main')
    if (main) main.scrollTop = 0
    if (!isFirst) heading.current?.focus()
    isFirst = false
  }, [])
  const app = say('ui.app')
  useEffect(() => {
    document.title = `${title} – ${app}`
  }, [title, app])

  return (
    <div className={classes(styles['page'], wide && styles['wide'])}>
      <header className={styles['header']}>
        {above}
        <div className={styles['row']}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {actions && <div className={styles['actions']}>{actions}</div>}
        </div>
        {lead && <div className={styles['lead']}>{lead}</div>}
      </header>
      {children}
    </div>
  )
}
