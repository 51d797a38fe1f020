import { useAsk } from '#renderer/bridge/query.ts'
import { ServicesSecret } from '#renderer/features/secrets/services-secret.tsx'
import { VariableSecrets } from '#renderer/features/secrets/variable-secrets.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Setting } from '#renderer/ui/setting.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** What jobs need to open projects whose layers are on servers. No secret comes back to be shown. */
export function ProjectSecrets() {
  const { say } = useWords()
  const { data: secrets, error } = useAsk('secrets.state', {})
  return (
    <Setting title={say('ui.secrets.title')} hint={say('ui.secrets.hint')}>
      {error && <ErrorCard error={error.data} />}
      {secrets && (
        <>
          <ServicesSecret secrets={secrets} />
          <VariableSecrets secrets={secrets} />
        </>
      )}
    </Setting>
  )
}
