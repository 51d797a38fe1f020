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
      <SettingHead action={action}>
        <h2>{title}</h2>
        {hint && <Quiet large>{hint}</Quiet>}
        {value}
      </SettingHead>
      {children}
    </section>
  )
}

/** How something stands, with what can be done about it beside it. */
export function SettingHead({ action, children }: { action: ReactNode; children: ReactNode }) {
  return (
    <div className={styles['head']}>
      <div>{children}</div>
      {action}
    </div>
  )
}
