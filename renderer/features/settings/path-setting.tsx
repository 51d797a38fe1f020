import styles from '#renderer/features/settings/settings-screen.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Setting } from '#renderer/ui/setting.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface PathSettingProps {
  title: string
  hint: string
  value: string | null
  /** What stands there while there is no path. */
  fallback?: string
  action: string
  onChange: () => void
  /** Absent while the default is in use. */
  onReset?: () => void
}

/** A file or folder that the app uses, with a way to another one and back. */
export function PathSetting({
  title,
  hint,
  value,
  fallback = '',
  action,
  onChange,
  onReset,
}: PathSettingProps) {
  const { say } = useWords()
  return (
    <Setting
      title={title}
      hint={hint}
      value={value === null ? <p>{fallback}</p> : <p className={styles['path']}>{value}</p>}
      action={
        <Buttons>
          {onReset && (
            <Button kind="plain" onPress={onReset}>
              {say('ui.settings.reset')}
            </Button>
          )}
          <Button onPress={onChange}>{action}</Button>
        </Buttons>
      }
    />
  )
}
