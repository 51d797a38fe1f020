import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import { AuthorityField } from '#renderer/features/mirror/authority-field.tsx'
import { useSaveSettings } from '#renderer/features/settings/use-save-settings.ts'

/** An authority of the organization's own, whose signature its QFieldCloud's certificate bears. */
export function CertificateField() {
  const save = useSaveSettings()
  const { data: settings } = useAsk('settings.get', {})
  if (settings === undefined) return null
  const choose = async () => {
    const file = await ask('files.choose', { purpose: 'certificate' })
    if (file !== null) await save({ cloudCaFile: file.path })
  }
  return (
    <AuthorityField
      path={settings.cloudCaFile}
      onChoose={() => void choose()}
      onReset={() => void save({ cloudCaFile: null })}
    />
  )
}
