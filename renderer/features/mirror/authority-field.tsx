import { Button } from '#renderer/ui/button.tsx'
import { PathField } from '#renderer/ui/path-field.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface AuthorityFieldProps {
  /** Null: the authorities that this computer trusts. */
  path: string | null
  onChoose: () => void
  onReset: () => void
}

/** Whose signature the server's certificate must bear. */
export function AuthorityField({ path, onChoose, onReset }: AuthorityFieldProps) {
  const { say } = useWords()
  return (
    <PathField label={say('ui.mirror.ca')} icon="form" path={path ?? say('ui.mirror.caSystem')}>
      {path !== null && (
        <Button kind="plain" onPress={onReset}>
          {say('ui.settings.reset')}
        </Button>
      )}
      <Button kind="plain" onPress={onChoose}>
        {say('ui.settings.choose')}
      </Button>
    </PathField>
  )
}
