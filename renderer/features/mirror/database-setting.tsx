import { ConnectedDatabase } from '#renderer/features/mirror/connected-database.tsx'
import { ConnectionForm } from '#renderer/features/mirror/connection-form.tsx'
import { connectionOf } from '#renderer/features/mirror/connection.ts'
import { useConnectionDraft } from '#renderer/features/mirror/connection-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Setting } from '#renderer/ui/setting.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Settings } from '#worker/api/settings.ts'

/** The Postgres that jobs are shared through: off until the user connects one. */
export function DatabaseSetting({ settings }: { settings: Settings }) {
  const { say } = useWords()
  const [draft, setDraft] = useConnectionDraft()
  const edit = () => setDraft({ connection: connectionOf(settings), unprotected: false })
  return (
    <Setting
      title={say('ui.mirror.title')}
      hint={say('ui.mirror.hint')}
      action={
        draft === null &&
        settings.postgresUrl === null && <Button onPress={edit}>{say('ui.mirror.connect')}</Button>
      }
    >
      {draft !== null && <ConnectionForm settings={settings} draft={draft} />}
      {draft === null && settings.postgresUrl !== null && (
        <ConnectedDatabase settings={settings} onChange={edit} />
      )}
    </Setting>
  )
}
