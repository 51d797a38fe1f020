import { useState } from 'react'
import type { SecretsState } from '#electron/api/secrets.ts'
import { KeptNote } from '#renderer/features/secrets/kept-note.tsx'
import styles from '#renderer/features/secrets/secrets.module.css'
import { ServicesForm } from '#renderer/features/secrets/services-form.tsx'
import { useKeepSecret } from '#renderer/features/secrets/use-keep-secret.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** The pg_service.conf that jobs are given: which services are in it, and a way to another one. */
export function ServicesSecret({ secrets: { safe, services } }: { secrets: SecretsState }) {
  const { say } = useWords()
  const { forget } = useKeepSecret()
  const [isOpen, setOpen] = useState(false)
  const isSet = services.state !== 'none'
  return (
    <div className={styles['stack']}>
      <div className={styles['head']}>
        <div>
          <h3>{say('ui.secrets.services')}</h3>
          {services.names.length > 0 && <p className={styles['name']}>{services.names.join(', ')}</p>}
          <KeptNote state={services.state} />
        </div>
        {!isOpen && (
          <Buttons>
            {isSet && (
              <Button kind="plain" onPress={() => void forget('services')}>
                {say('ui.secrets.forget')}
              </Button>
            )}
            <Button onPress={() => setOpen(true)}>
              {say(isSet ? 'ui.secrets.replace' : 'ui.secrets.services.give')}
            </Button>
          </Buttons>
        )}
      </div>
      {isOpen && <ServicesForm safe={safe} onDone={() => setOpen(false)} />}
    </div>
  )
}
