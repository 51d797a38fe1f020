import { useState } from 'react'
import type { SecretsState } from '#electron/api/secrets.ts'
import { KeptNote } from '#renderer/features/secrets/kept-note.tsx'
import styles from '#renderer/features/secrets/secrets.module.css'
import { useKeepSecret } from '#renderer/features/secrets/use-keep-secret.ts'
import { VariableForm } from '#renderer/features/secrets/variable-form.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Variables of the environment that jobs are given: their names, and a way to more of them. */
export function VariableSecrets({ secrets: { safe, variables } }: { secrets: SecretsState }) {
  const { say } = useWords()
  const { forget } = useKeepSecret()
  /** Whose value is typed, empty for a new one; null while none is. */
  const [open, setOpen] = useState<string | null>(null)
  const names = Object.keys(variables).toSorted()
  return (
    <div className={styles['stack']}>
      <div className={styles['head']}>
        <div>
          <h3>{say('ui.secrets.variables')}</h3>
          {names.length === 0 && <KeptNote state="none" />}
        </div>
        {open === null && <Button onPress={() => setOpen('')}>{say('ui.secrets.variables.add')}</Button>}
      </div>
      {names.length > 0 && (
        <ul className={styles['list']} aria-label={say('ui.secrets.variables')}>
          {names.map((name) => (
            <li key={name} className={styles['head']}>
              <div>
                <p className={styles['name']}>{name}</p>
                <KeptNote state={variables[name] ?? 'none'} />
              </div>
              {open === null && (
                <Buttons>
                  <Button
                    kind="plain"
                    aria-label={say('ui.secrets.forgetNamed', { name })}
                    onPress={() => void forget(`env.${name}`)}
                  >
                    {say('ui.secrets.forget')}
                  </Button>
                  <Button aria-label={say('ui.secrets.replaceNamed', { name })} onPress={() => setOpen(name)}>
                    {say('ui.secrets.replace')}
                  </Button>
                </Buttons>
              )}
            </li>
          ))}
        </ul>
      )}
      {open !== null && (
        <VariableForm safe={safe} replaced={open} names={names} onDone={() => setOpen(null)} />
      )}
    </div>
  )
}
