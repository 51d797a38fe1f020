import type { ReactNode, Ref } from 'react'
import { Quiet } from '#renderer/ui/quiet.tsx'
import styles from '#renderer/ui/setting.module.css'

interface SettingProps {
  title: string
  hint?: ReactNode
  /** What is set, under the hint. */
  value?: ReactNode
  /** The way to another one, beside the title. */
  action?: ReactNode
  ref?: Ref<HTMLElement>
  /** What needs the whole width. */
  children?: ReactNode
}

/** One thing that can be set for good, with what it is about. */
export function Setting({ title, hint, value, action, ref, children }: SettingProps) {
  return (
    <section ref={ref} className={styles['setting']} aria-label={title}>
      <div className={styles['head']}>
        <div>
          <h2>{title}</h2>
          {hint && <Quiet large>{hint}</Quiet>}
          {value}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
