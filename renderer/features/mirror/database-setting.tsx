import { ConnectedDatabase } from '#renderer/features/mirror/connected-database.tsx'
import { ConnectionForm } from '#renderer/features/mirror/connection-form.tsx'
import { connectionOf } from '#renderer/features/mirror/connection.ts'
import { useConnectionDraft } from '#renderer/features/mirror/connection-context.tsx'
import styles from '#renderer/features/mirror/mirror.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Settings } from '#worker/api/settings.ts'

/** The Postgres that jobs are shared through: off until the user connects one. */
export function DatabaseSetting({ settings }: { settings: Settings }) {
  const { say } = useWords()
  const [draft, setDraft] = useConnectionDraft()
  const edit = () => setDraft({ connection: connectionOf(settings), unprotected: false })
  return (
    <section className={styles['database']} aria-label={say('ui.mirror.title')}>
      <div className={styles['head']}>
        <div>
          <h2>{say('ui.mirror.title')}</h2>
          <Quiet large>{say('ui.mirror.hint')}</Quiet>
        </div>
        {draft === null && settings.postgresUrl === null && (
          <Button onPress={edit}>{say('ui.mirror.connect')}</Button>
        )}
      </div>
      {draft !== null && <ConnectionForm settings={settings} draft={draft} />}
      {draft === null && settings.postgresUrl !== null && (
        <ConnectedDatabase settings={settings} onChange={edit} />
      )}
    </section>
  )
}
