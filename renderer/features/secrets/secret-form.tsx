import { type ReactNode, useState } from 'react'
import type { SecretPlace } from '#electron/api/secrets.ts'
import { PlaceChoice } from '#renderer/features/secrets/place-choice.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface SecretFormProps {
  /** What is kept. */
  label: string
  /** The system has a protected place. */
  safe: boolean
  isComplete: boolean
  /** Keeps it there, or shows what is missing. */
  onKeep: (place: SecretPlace) => Promise<void>
  onCancel: () => void
  children: ReactNode
}

/** Takes a secret in, with where it goes. */
export function SecretForm({ label, safe, isComplete, onKeep, onCancel, children }: SecretFormProps) {
  const { say } = useWords()
  const [unprotected, setUnprotected] = useState(false)
  const place = safe ? 'system' : unprotected ? 'plain' : 'session'
  return (
    <Form label={label} onSubmit={() => void onKeep(place)}>
      {children}
      {!safe && <PlaceChoice label={label} unprotected={unprotected} onChange={setUnprotected} />}
      <Buttons>
        <Button type="submit" kind="primary" muted={!isComplete}>
          {say('ui.secrets.keep')}
        </Button>
        <Button kind="plain" onPress={onCancel}>
          {say('ui.secrets.cancel')}
        </Button>
      </Buttons>
    </Form>
  )
}
