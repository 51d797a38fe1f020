import { useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/secrets/secrets.module.css'
import { ServicesSecret } from '#renderer/features/secrets/services-secret.tsx'
import { VariableSecrets } from '#renderer/features/secrets/variable-secrets.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** What jobs need to open projects whose layers are on servers. No secret comes back to be shown. */
export function ProjectSecrets() {
  const { say } = useWords()
  const { data: secrets, error } = useAsk('secrets.state', {})
  return (
    <section className={styles['secrets']} aria-label={say('ui.secrets.title')}>
      <div>
        <h2>{say('ui.secrets.title')}</h2>
        <Quiet large>{say('ui.secrets.hint')}</Quiet>
      </div>
      {error && <ErrorCard error={error.data} />}
      {secrets && (
        <>
          <ServicesSecret secrets={secrets} />
          <VariableSecrets secrets={secrets} />
        </>
      )}
    </section>
  )
}
