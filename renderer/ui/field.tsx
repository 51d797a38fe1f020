import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'
import styles from '#renderer/ui/field.module.css'

interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  /** Why the text can't be used; null while it can. */
  problem?: string | null
  placeholder?: string
  /** Shows dots, and nothing fills it in by itself. */
  secret?: boolean
  /** Hears a pasted text first; true keeps it out of the field. */
  onPaste?: (text: string) => boolean
  onBlur?: () => void
}

/** One line of text with its label, hint and problem. */
export function Field(props: FieldProps) {
  const { label, value, onChange, hint, problem = null, placeholder = '', secret = false, onPaste } = props
  return (
    <TextField
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      {...(secret ? { type: 'password' as const, autoComplete: 'off' } : {})}
      {...(props.onBlur ? { onBlur: props.onBlur } : {})}
    >
      <Label className={styles['label']}>{label}</Label>
      <Input
        className={styles['input'] ?? ''}
        placeholder={placeholder}
        spellCheck={false}
        onPaste={(event) => {
          if (onPaste?.(event.clipboardData.getData('text')) === true) event.preventDefault()
        }}
      />
      {problem === null && hint && (
        <Text slot="description" className={styles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles['problem'] ?? ''}>{problem}</FieldError>
    </TextField>
  )
}
