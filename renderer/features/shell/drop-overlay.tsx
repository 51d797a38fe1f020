import styles from '#renderer/features/shell/shell.module.css'
import type { Hovering } from '#renderer/features/shell/use-window-drop.ts'
import { classes } from '#renderer/ui/classes.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Names what a drop will do, before it is done. */
export function DropOverlay({ hovering }: { hovering: Hovering }) {
  const { say } = useWords()
  if (hovering === 'nothing') return null
  const isWrong = hovering === 'wrong'
  return (
    <div className={classes(styles['overlay'], isWrong && styles['wrong'])} data-testid="drop-overlay">
      <Icon name={isWrong ? 'cross' : 'drop'} size={32} />
      <strong>{say(isWrong ? 'ui.drop.wrong' : 'ui.drop.form')}</strong>
      <span>{say('ui.drop.formHint')}</span>
    </div>
  )
}
