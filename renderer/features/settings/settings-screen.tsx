import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import { AccountSetting } from '#renderer/features/cloud/account-setting.tsx'
import { DatabaseSetting } from '#renderer/features/mirror/database-setting.tsx'
import { ProjectSecrets } from '#renderer/features/secrets/project-secrets.tsx'
import { PathSetting } from '#renderer/features/settings/path-setting.tsx'
import styles from '#renderer/features/settings/settings-screen.module.css'
import { ThemeSetting } from '#renderer/features/settings/theme-setting.tsx'
import { useSaveSettings } from '#renderer/features/settings/use-save-settings.ts'
import { useShortcuts } from '#renderer/features/shell/shortcuts.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Setting } from '#renderer/ui/setting.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** What the user may decide for good. */
export function SettingsScreen() {
  const { say } = useWords()
  const save = useSaveSettings()
  const { show } = useShortcuts()
  const settings = useAsk('settings.get', {})
  const info = useAsk('app.info', {})

  const chooseFolder = async () => {
    const projectsFolder = await ask('folder.choose', { title: say('ui.settings.projectsFolderTitle') })
    if (projectsFolder !== null) await save({ projectsFolder })
  }
  const chooseQgis = async () => {
    const file = await ask('files.choose', { purpose: 'qgis' })
    if (file !== null) await save({ qgisPython: file.path })
  }

  return (
    <Page title={say('ui.settings.title')}>
      {settings.error && <ErrorCard error={settings.error.data} />}
      <div className={styles['settings']}>
        <ThemeSetting />
        {settings.data && (
          <>
            <PathSetting
              title={say('ui.settings.projectsFolder')}
              hint={say('ui.settings.projectsFolderHint')}
              value={settings.data.projectsFolder ?? info.data?.projectsFolder ?? null}
              action={say('ui.settings.change')}
              onChange={() => void chooseFolder()}
              {...(settings.data.projectsFolder === null
                ? {}
                : { onReset: () => void save({ projectsFolder: null }) })}
            />
            <PathSetting
              title={say('ui.settings.qgis')}
              hint={say('ui.settings.qgisHint')}
              value={settings.data.qgisPython}
              fallback={say('ui.settings.qgisAuto')}
              action={say('ui.settings.choose')}
              onChange={() => void chooseQgis()}
              {...(settings.data.qgisPython === null
                ? {}
                : { onReset: () => void save({ qgisPython: null }) })}
            />
            <AccountSetting />
            <DatabaseSetting settings={settings.data} />
            <ProjectSecrets />
          </>
        )}
        <Setting
          title={say('ui.settings.about')}
          hint={info.data && say('ui.settings.version', { version: info.data.version })}
          value={
            <Quiet large>
              {say('ui.settings.dataDir')}: <span className={styles['path']}>{info.data?.dataDir}</span>
            </Quiet>
          }
          action={
            <Button kind="plain" keys="F1" onPress={show}>
              {say('ui.settings.shortcuts')}
            </Button>
          }
        />
      </div>
    </Page>
  )
}
