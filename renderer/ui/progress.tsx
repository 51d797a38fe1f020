import { ProgressBar } from 'react-aria-components/ProgressBar'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/progress.module.css'

interface ProgressProps {
  label: string
  /** 0..1; null before anything is known. */
  value: number | null
  /** What a screen reader hears in place of the bare number. */
  text: string
  thin?: boolean
}

/** How far the work is. */
export function Progress({ label, value, text, thin = false }: ProgressProps) {
  return (
    <ProgressBar
      aria-label={label}
      value={(value ?? 0) * 100}
      valueLabel={text}
      isIndeterminate={value === null}
      className={classes(styles['track'], thin && styles['thin'])}
    >
      <div
        className={classes(styles['fill'], value === null && styles['unknown'])}
        style={value === null ? {} : { transform: `scaleX(${value})` }}
      />
    </ProgressBar>
  )
}
