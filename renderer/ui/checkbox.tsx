import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import styles from '#renderer/ui/checkbox.module.css'

interface CheckboxProps {
  label: string
  on: boolean
  onChange: (on: boolean) => void
}

/** Whether a thing of several is meant too. */
export function Checkbox({ label, on, onChange }: CheckboxProps) {
  return (
    <AriaCheckbox isSelected={on} onChange={onChange} className={styles['checkbox'] ?? ''}>
      <span className={styles['box']}>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2.5 6.25 5 8.75 9.5 3.5" />
        </svg>
      </span>
      {label}
    </AriaCheckbox>
  )
}
