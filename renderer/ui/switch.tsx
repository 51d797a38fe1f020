import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import styles from '#renderer/ui/switch.module.css'

interface SwitchProps {
  label: string
  hint?: string
  on: boolean
  onChange: (on: boolean) => void
}

/** On or off, at once. */
export function Switch({ label, hint, on, onChange }: SwitchProps) {
  return (
    <AriaSwitch isSelected={on} onChange={onChange} className={styles['switch'] ?? ''}>
      <span className={styles['track']}>
        <span className={styles['thumb']} />
      </span>
      <span>
        <span className={styles['label']}>{label}</span>
        {hint && <span className={styles['hint']}>{hint}</span>}
      </span>
    </AriaSwitch>
  )
}
