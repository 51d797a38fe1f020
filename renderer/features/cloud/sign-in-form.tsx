import { useEffect, useRef, useState } from 'react'
import { useAct } from '#renderer/bridge/query.ts'
import { hostOf, useAccountKept, usualServer } from '#renderer/features/cloud/account.ts'
import { CertificateField } from '#renderer/features/cloud/certificate-field.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Form, Halves } from '#renderer/ui/form.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { CloudAccount } from '#worker/api/cloud.ts'
import type { ErrorCode } from '#worker/api/errors.ts'

/** Which field an error is about; others are told under the form. */
const places: Partial<Record<ErrorCode, 'server' | 'password'>> = {
  'cloud.badAddress': 'server',
  'cloud.plainHttp': 'server',
  'cloud.unreachable': 'server',
  'cloud.tls': 'server',
  'cloud.portal': 'server',
  'cloud.notFound': 'server',
  'cloud.wrongPassword': 'password',
  'cloud.locked': 'password',
}

interface SignInFormProps {
  /** Whom to sign in again. */
  account?: CloudAccount | undefined
  /** The server that a new account has to be of. */
  server?: string | undefined
  /** It came up because somebody asked for it. */
  takesFocus?: boolean
  onDone?: () => void
  onCancel?: () => void
}

/** Server, user and password. The password is used once and kept nowhere. */
export function SignInForm({
  account,
  server: wanted,
  takesFocus = false,
  onDone,
  onCancel,
}: SignInFormProps) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const keep = useAccountKept()
  const { mutate, isPending, error, reset } = useAct('cloud.signIn')
  const [server, setServer] = useState(hostOf(account?.server ?? wanted ?? usualServer))
  const [username, setUsername] = useState(account?.username ?? '')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const inputs = form.current?.querySelectorAll('input') ?? []
    if (takesFocus) [...inputs].find(({ value }) => value === '')?.focus()
  }, [takesFocus])
  const told = error === null ? undefined : places[error.code]
  // Who signs in again isn't asked for the server.
  const place = told === 'server' && account !== undefined ? undefined : told
  const problemAt = (field: 'server' | 'password') => {
    if (error === null || place !== field) return null
    const { what, todo } = words.error(error.data)
    return `${what} ${todo}`
  }
  const missing = (text: string) => (tried && text.trim() === '' ? say('ui.cloud.signIn.missing') : null)
  const typed = (set: (text: string) => void) => (text: string) => {
    set(text)
    reset()
  }
  const submit = () => {
    setTried(true)
    if (isPending || [server, username, password].some((text) => text.trim() === '')) return
    mutate(
      { server: server.trim(), username: username.trim(), password },
      {
        onSuccess: (signedIn) => {
          keep(signedIn)
          toast({
            message: say('ui.cloud.signIn.done', { user: signedIn.username, host: hostOf(signedIn.server) }),
          })
          onDone?.()
        },
      },
    )
  }
  return (
    <Form ref={form} label={say('ui.cloud.signIn')} onSubmit={submit}>
      {account === undefined && (
        <Field
          label={say('ui.cloud.signIn.server')}
          hint={say('ui.cloud.signIn.serverHint')}
          value={server}
          onChange={typed(setServer)}
          problem={problemAt('server') ?? missing(server)}
        />
      )}
      <Halves>
        <Field
          label={say('ui.cloud.signIn.user')}
          value={username}
          onChange={typed(setUsername)}
          problem={missing(username)}
        />
        <Field
          label={say('ui.cloud.signIn.password')}
          value={password}
          onChange={typed(setPassword)}
          secret
          problem={problemAt('password') ?? missing(password)}
        />
      </Halves>
      {hostOf(server.trim()) !== usualServer && <CertificateField />}
      {error && place === undefined && <ErrorCard error={error.data} small />}
      <Quiet>{say('ui.cloud.signIn.safe')}</Quiet>
      <Buttons>
        <Button type="submit" kind="primary" busy={isPending}>
          {say('ui.cloud.signIn')}
        </Button>
        {onCancel && <Button onPress={onCancel}>{say('ui.cancel')}</Button>}
      </Buttons>
    </Form>
  )
}
