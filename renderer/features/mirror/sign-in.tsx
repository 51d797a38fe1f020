import { useState } from 'react'
import type { SecretsState } from '#electron/api/secrets.ts'
import styles from '#renderer/features/mirror/mirror.module.css'
import { useSaveConnection } from '#renderer/features/mirror/use-save-connection.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Asks for the password again: at each start, or because the kept one can't be decrypted here (S22). */
export function SignIn({ secrets }: { secrets: SecretsState }) {
  const { say } = useWords()
  const { signIn } = useSaveConnection()
  const [password, setPassword] = useState('')
  const reason = secrets.postgres === 'lost' ? 'lost' : 'ask'
  const submit = () => {
    if (password !== '') void signIn(password, secrets.safe ? 'system' : 'session')
  }
  return (
    <form
      className={styles['signIn']}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field
        label={say('ui.mirror.password')}
        value={password}
        onChange={setPassword}
        secret
        hint={say(`ui.mirror.secret.${reason}`)}
      />
      <Button type="submit" kind="primary" muted={password === ''}>
        {say('ui.mirror.save')}
      </Button>
    </form>
  )
}
