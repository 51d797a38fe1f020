import { useState } from 'react'
import type { SecretPlace } from '#electron/api/secrets.ts'
import { SecretForm } from '#renderer/features/secrets/secret-form.tsx'
import { useKeepSecret } from '#renderer/features/secrets/use-keep-secret.ts'
import { TextArea } from '#renderer/ui/text-area.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { parsePgServices } from '#worker/api/pg-services.ts'

/** As many wrong lines as are named. */
const named = 5

/** Takes in a pg_service.conf, as a whole: what is kept is never shown again. */
export function ServicesForm({ safe, onDone }: { safe: boolean; onDone: () => void }) {
  const { say } = useWords()
  const { keep } = useKeepSecret()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const { services, faults } = parsePgServices(text)
  const isComplete = services.size > 0 && faults.length === 0
  const problem = (): string | null => {
    if (faults.length > 0) {
      const lines = faults.length > named ? [...faults.slice(0, named), '…'] : faults
      return say('ui.secrets.services.faults', { count: faults.length, lines: lines.join(', ') })
    }
    return services.size === 0 ? say('ui.secrets.services.missing') : null
  }
  const submit = async (place: SecretPlace) => {
    setAsked(true)
    if (isComplete && (await keep('services', text, place))) onDone()
  }
  return (
    <SecretForm
      label={say('ui.secrets.services')}
      safe={safe}
      isComplete={isComplete}
      onKeep={submit}
      onCancel={onDone}
    >
      <TextArea
        label={say('ui.secrets.services.text')}
        value={text}
        onChange={(next) => {
          setText(next)
          // While a line is being written it is wrong most of the time.
          setAsked(false)
        }}
        rows={9}
        placeholder={'[survey]\nhost=db.example.org\ndbname=survey\nuser=asha\npassword=…'}
        problem={asked ? problem() : null}
        hint={
          isComplete
            ? say('ui.secrets.services.found', { names: [...services.keys()].join(', ') })
            : say('ui.secrets.services.textHint')
        }
      />
    </SecretForm>
  )
}
