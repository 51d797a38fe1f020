import { useAsk } from '#renderer/bridge/query.ts'
import { isPasswordNeeded, lookOfMirror } from '#renderer/features/mirror/look.ts'
import styles from '#renderer/features/mirror/mirror.module.css'
import { SignIn } from '#renderer/features/mirror/sign-in.tsx'
import { Trouble } from '#renderer/features/mirror/trouble.tsx'
import { useSaveConnection } from '#renderer/features/mirror/use-save-connection.ts'
import { useSaveSettings } from '#renderer/features/settings/use-save-settings.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { SettingHead } from '#renderer/ui/setting.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { FilesPolicy } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'

interface ConnectedDatabaseProps {
  settings: Settings
  onChange: () => void
}

/** The database that is set: how it stands, and what goes to and fro. */
export function ConnectedDatabase({ settings, onChange }: ConnectedDatabaseProps) {
  const { say } = useWords()
  const { data: status } = useAsk('mirror.status', {})
  const { data: secrets } = useAsk('secrets.state', {})
  const save = useSaveSettings()
  const { disconnect } = useSaveConnection()
  const look = status && lookOfMirror(status, secrets)
  return (
    <>
      <SettingHead
        action={
          <Buttons>
            <Button kind="plain" onPress={() => void disconnect()}>
              {say('ui.mirror.turnOff')}
            </Button>
            <Button onPress={onChange}>{say('ui.mirror.change')}</Button>
          </Buttons>
        }
      >
        <div className={styles['place']}>
          <p className={styles['line']}>
            {look && <Status tone={look.tone} icon={look.icon} word={say(`ui.mirror.state.${look.word}`)} />}
            {status && status.state !== 'off' && (
              <span className={styles['path']}>
                {status.database} · {status.host}
              </span>
            )}
          </p>
          {status && look && <Trouble status={status} look={look} />}
          {secrets && !isPasswordNeeded(secrets) && (
            <Quiet>{say(`ui.mirror.secret.${secrets.postgres}`)}</Quiet>
          )}
        </div>
      </SettingHead>
      {secrets && isPasswordNeeded(secrets) && <SignIn secrets={secrets} />}
      <Switch
        label={say('ui.mirror.take')}
        hint={say('ui.mirror.takeHint')}
        on={settings.takeJobs}
        onChange={(takeJobs) => void save({ takeJobs })}
      />
      <Select
        label={say('ui.mirror.files')}
        value={settings.mirrorFiles}
        options={FilesPolicy.options.map((id) => ({ id, label: say(`ui.mirror.files.${id}`) }))}
        onChange={(mirrorFiles) => void save({ mirrorFiles: mirrorFiles as FilesPolicy })}
      />
    </>
  )
}
