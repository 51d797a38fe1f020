import { useState } from 'react'
import { type SecretPlace, VariableName } from '#electron/api/secrets.ts'
import { SecretForm } from '#renderer/features/secrets/secret-form.tsx'
import { useKeepSecret } from '#renderer/features/secrets/use-keep-secret.ts'
import { Field } from '#renderer/ui/field.tsx'
import { Halves } from '#renderer/ui/form.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface VariableFormProps {
  safe: boolean
  /** The one that is to have another value; empty for a new one. */
  replaced: string
  /** Those that are kept already. */
  names: string[]
  onDone: () => void
}

/** Takes in one variable of the environment, or another value for one. */
export function VariableForm({ safe, replaced, names, onDone }: VariableFormProps) {
  const { say } = useWords()
  const { keep } = useKeepSecret()
  const [name, setName] = useState(replaced)
  const [value, setValue] = useState('')
  const [asked, setAsked] = useState(false)
  const isName = VariableName.safeParse(name).success
  const isComplete = isName && value !== ''
  const submit = async (place: SecretPlace) => {
    setAsked(true)
    if (isComplete && (await keep(`env.${name}`, value, place))) onDone()
  }
  return (
    <SecretForm
      label={say('ui.secrets.variable')}
      safe={safe}
      isComplete={isComplete}
      onKeep={submit}
      onCancel={onDone}
    >
      <Halves>
        <Field
          label={say('ui.secrets.variable.name')}
          value={name}
          onChange={setName}
          hint={say(names.includes(name) ? 'ui.secrets.variable.replaces' : 'ui.secrets.variable.nameHint')}
          problem={asked && !isName ? say('ui.secrets.variable.nameWrong') : null}
        />
        <Field
          label={say('ui.secrets.variable.value')}
          value={value}
          onChange={setValue}
          secret
          hint={say('ui.secrets.variable.valueHint')}
          problem={asked && value === '' ? say('ui.secrets.variable.valueMissing') : null}
        />
      </Halves>
    </SecretForm>
  )
}
