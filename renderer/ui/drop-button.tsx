import { Button } from 'react-aria-components/Button'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/drop-button.module.css'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'

interface DropButtonProps {
  icon: IconName
  /** What to choose. */
  label: string
  /** That it can be dropped as well. */
  hint: string
  /** Files are held over the place that it belongs to. */
  over: boolean
  /** The id of what is wrong. */
  describedBy?: string | undefined
  onPress: () => void
}

/** The empty place for files: pressed it asks for them, dropped they are taken around it. */
export function DropButton({ icon, label, hint, over, describedBy, onPress }: DropButtonProps) {
  return (
    <Button
      className={classes(styles['button'], over && styles['over'])}
      onPress={onPress}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      <Icon name={icon} />
      <span>
        <span className={styles['label']}>{label}</span> {hint}
      </span>
    </Button>
  )
}
