import { useState } from 'react'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import {
  addressOf,
  type Connection,
  connectionOf,
  faultsOf,
  readUrl,
  sharesPassword,
} from '#renderer/features/mirror/connection.ts'
import { type ConnectionDraft, useConnectionDraft } from '#renderer/features/mirror/connection-context.tsx'
import { isPasswordKept } from '#renderer/features/mirror/look.ts'
import styles from '#renderer/features/mirror/mirror.module.css'
import { TestResult } from '#renderer/features/mirror/test-result.tsx'
import { TlsFields } from '#renderer/features/mirror/tls-fields.tsx'
import { useSaveConnection } from '#renderer/features/mirror/use-save-connection.ts'
import { PlaceChoice } from '#renderer/features/secrets/place-choice.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { Form, Halves } from '#renderer/ui/form.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Settings } from '#worker/api/settings.ts'

/** Where the database is and how it is reached; to be tried before it is set. */
export function ConnectionForm({ settings, draft }: { settings: Settings; draft: ConnectionDraft }) {
  const { say } = useWords()
  const [, setDraft] = useConnectionDraft()
  const { data: secrets } = useAsk('secrets.state', {})
  const test = useAct('mirror.test')
  const { connect } = useSaveConnection()
  const [asked, setAsked] = useState(false)
  const [saving, setSaving] = useState(false)

  const { connection, unprotected } = draft
  const faults = faultsOf(connection)
  const isComplete = Object.keys(faults).length === 0
  const isSame = settings.postgresUrl !== null && sharesPassword(connection, connectionOf(settings))
  const isKept = isSame && isPasswordKept(secrets)
  const address = addressOf(connection, isKept)
  const isTested = JSON.stringify(test.variables) === JSON.stringify(address)
  const place = secrets?.safe === true ? 'system' : unprotected ? 'plain' : 'session'

  const change = (patch: Partial<Connection>) =>
    setDraft({ ...draft, connection: { ...connection, ...patch } })
  const readAddress = (text: string): boolean => {
    const parts = readUrl(text)
    if (parts !== null) change(parts)
    return parts !== null
  }
  const problemOf = (name: 'host' | 'port' | 'database' | 'user'): string | null => {
    const fault = faults[name]
    return fault === undefined || (!asked && fault === 'missing')
      ? null
      : say(`ui.mirror.fault.${name}.${fault}`)
  }
  const tryIt = () => {
    setAsked(true)
    if (isComplete) test.mutate(address)
  }
  const save = async () => {
    setAsked(true)
    if (!isComplete) return
    setSaving(true)
    const saved = await connect(connection, place, settings)
    setSaving(false)
    if (saved) setDraft(null)
  }

  return (
    <Form onSubmit={tryIt}>
      <div className={styles['pair']}>
        <Field
          label={say('ui.mirror.host')}
          value={connection.host}
          onChange={(host) => change({ host })}
          onPaste={readAddress}
          onBlur={() => readAddress(connection.host)}
          hint={say('ui.mirror.hostHint')}
          placeholder={say('ui.mirror.hostPlaceholder')}
          problem={problemOf('host')}
        />
        <Field
          label={say('ui.mirror.port')}
          value={connection.port}
          onChange={(port) => change({ port })}
          placeholder="5432"
          problem={problemOf('port')}
        />
      </div>
      <Field
        label={say('ui.mirror.database')}
        value={connection.database}
        onChange={(database) => change({ database })}
        problem={problemOf('database')}
      />
      <Halves>
        <Field
          label={say('ui.mirror.user')}
          value={connection.user}
          onChange={(user) => change({ user })}
          problem={problemOf('user')}
        />
        <Field
          label={say('ui.mirror.password')}
          value={connection.password}
          onChange={(password) => change({ password })}
          secret
          hint={
            isKept
              ? say('ui.mirror.passwordKept')
              : isPasswordKept(secrets) && settings.postgresUrl !== null && say('ui.mirror.passwordOther')
          }
        />
      </Halves>
      {secrets?.safe === false && connection.password !== '' && (
        <PlaceChoice
          label={say('ui.mirror.password')}
          unprotected={unprotected}
          onChange={(next) => setDraft({ ...draft, unprotected: next })}
        />
      )}
      <TlsFields connection={connection} onChange={change} />
      {isTested && <TestResult result={test.data} error={test.error} />}
      <Buttons>
        <Button kind="primary" muted={!isComplete} busy={saving} onPress={() => void save()}>
          {say('ui.mirror.save')}
        </Button>
        <Button type="submit" busy={test.isPending}>
          {say('ui.mirror.test')}
        </Button>
        <Button kind="plain" onPress={() => setDraft(null)}>
          {say('ui.mirror.cancel')}
        </Button>
      </Buttons>
    </Form>
  )
}
