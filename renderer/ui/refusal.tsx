import { Icon } from '#renderer/ui/icon.tsx'
import styles from '#renderer/ui/refusal.module.css'

/** Why what was given is not taken. */
export function Refusal({ id, reason }: { id?: string; reason: string }) {
  return (
    <p id={id} className={styles['refusal']}>
      <Icon name="cross" size={14} /> {reason}
    </p>
  )
}
