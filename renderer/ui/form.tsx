import type { ReactNode, Ref } from 'react'
import styles from '#renderer/ui/form.module.css'

interface FormProps {
  label?: string
  onSubmit: () => void
  ref?: Ref<HTMLFormElement>
  children: ReactNode
}

/** Fields that are given together, in a frame. What is wrong with them the fields say. */
export function Form({ label, onSubmit, ref, children }: FormProps) {
  return (
    <form
      ref={ref}
      className={styles['form']}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

/** Two fields, side by side where there is room. */
export function Halves({ children }: { children: ReactNode }) {
  return <div className={styles['halves']}>{children}</div>
}
