import { ask } from '#renderer/bridge/bridge.ts'
import { AuthorityField } from '#renderer/features/mirror/authority-field.tsx'
import { type Connection, isHere } from '#renderer/features/mirror/connection.ts'
import styles from '#renderer/features/mirror/mirror.module.css'
import { Banner } from '#renderer/ui/banner.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { TlsMode } from '#worker/api/mirror.ts'

interface TlsFieldsProps {
  connection: Connection
  onChange: (patch: Partial<Connection>) => void
}

/** How the connection is protected, and what it means where it is not (S24). */
export function TlsFields({ connection, onChange }: TlsFieldsProps) {
  const { say } = useWords()
  const { tls, caFile } = connection
  const host = connection.host.trim()
  const chooseAuthority = async () => {
    const file = await ask('files.choose', { purpose: 'certificate' })
    if (file !== null) onChange({ caFile: file.path })
  }
  return (
    <>
      <div className={styles['stack']}>
        <Select
          label={say('ui.mirror.tls')}
          value={tls}
          options={TlsMode.options.toReversed().map((id) => ({ id, label: say(`ui.mirror.tls.${id}`) }))}
          onChange={(next) => onChange({ tls: next as TlsMode })}
        />
        {tls === 'require' && <Quiet>{say('ui.mirror.tlsRequire')}</Quiet>}
      </div>
      {tls === 'verify' && (
        <AuthorityField
          path={caFile}
          onChoose={() => void chooseAuthority()}
          onReset={() => onChange({ caFile: null })}
        />
      )}
      {tls === 'disable' && host !== '' && !isHere(host) && (
        <Banner tone="warn" title={say('ui.mirror.tlsOffTitle')} text={say('ui.mirror.tlsOff', { host })} />
      )}
    </>
  )
}
