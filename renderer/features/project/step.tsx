import { type ReactNode, useId } from 'react'
import type { StepId } from '#renderer/features/project/missing.ts'
import styles from '#renderer/features/project/step.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface StepProps {
  id: StepId
  number: number
  done: boolean
  title: string
  hint: string
  optional?: boolean
  children: ReactNode
}

/** The element that a missing thing leads to. */
export const stepElementId = (id: StepId) => `step-${id}`

/** One numbered section of the guided screen. Its number becomes a tick once it is complete. */
export function Step({ id, number, done, title, hint, optional = false, children }: StepProps) {
  const { say } = useWords()
  const headingId = useId()
  return (
    <section id={stepElementId(id)} className={styles['step']} aria-labelledby={headingId} tabIndex={-1}>
      <span className={classes(styles['number'], done && styles['done'])}>
        <span className="visually-hidden">
          {say('ui.new.step', { number })}
          {done && `, ${say('ui.new.done')}`}
        </span>
        {done ? <Icon name="check" size={14} /> : <span aria-hidden="true">{number}</span>}
      </span>
      <div className={styles['content']}>
        <header>
          <h2 id={headingId}>
            {title}
            {optional && <span className={styles['optional']}>{say('ui.new.optional')}</span>}
          </h2>
          <p className={styles['hint']}>{hint}</p>
        </header>
        {children}
      </div>
    </section>
  )
}
