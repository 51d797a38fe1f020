import { MendButton } from '#renderer/features/setup/mend-button.tsx'
import { lookOfFinding } from '#renderer/features/setup/state.ts'
import styles from '#renderer/features/setup/setup-screen.module.css'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Finding } from '#worker/api/doctor.ts'

/** One thing that was looked at: its state, what that means, and how to mend it. */
export function FindingRow({ finding, onMended }: { finding: Finding; onMended: () => void }) {
  const words = useWords()
  const look = lookOfFinding(finding)
  return (
    <li className={styles['row']}>
      <div className={styles['text']}>
        <h3>{words.say(`ui.finding.${finding.id}`)}</h3>
        <p className={styles['words']}>{words.finding(finding)}</p>
        {finding.mends.map((mend) =>
          mend.kind === 'command' ? (
            <code key={mend.command} className={styles['command']}>
              {mend.command}
            </code>
          ) : null,
        )}
        {finding.mends.length > 0 && (
          <div className={styles['mends']}>
            {finding.mends.map((mend) => (
              <MendButton key={JSON.stringify(mend)} mend={mend} onMended={onMended} />
            ))}
          </div>
        )}
      </div>
      <Status tone={look.tone} icon={look.icon} word={words.say(`ui.finding.state.${wordOf(finding)}`)} />
    </li>
  )
}

/** What is needed and was not looked at is not known; what is optional and was not looked at is not used. */
function wordOf({ state, optional }: Finding): Finding['state'] | 'unknown' {
  return state === 'off' && !optional ? 'unknown' : state
}
