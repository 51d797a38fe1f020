import styles from '#renderer/features/mirror/mirror.module.css'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Where a job comes from that somebody else asked for. */
export function Origin({ origin }: { origin: string }) {
  const { say } = useWords()
  return (
    <span className={styles['origin']}>
      <Icon name="inbox" size={14} />
      {say('ui.mirror.from', { origin })}
    </span>
  )
}
