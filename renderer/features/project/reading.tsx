import styles from '#renderer/features/project/summary.module.css'
import { Spinner } from '#renderer/ui/spinner.tsx'

/** A file is being looked at. */
export function Reading({ text }: { text: string }) {
  return (
    <output className={styles['reading']}>
      <Spinner size={14} /> {text}
    </output>
  )
}
