import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import styles from '#renderer/ui/field.module.css'
import { classes } from '#renderer/ui/classes.ts'

interface TextAreaProps {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  /** Why the text can't be used; null while it can. */
  problem?: string | null
  placeholder?: string
  rows: number
}

/** Lines of a file as it is written, with their label, hint and problem. */
export function TextArea({
  label,
  value,
  onChange,
  hint,
  problem = null,
  placeholder = '',
  rows,
}: TextAreaProps) {
  return (
    <TextField
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
    >
      <Label className={styles['label']}>{label}</Label>
      <AriaTextArea
        className={classes(styles['input'], styles['lines'])}
        rows={rows}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        wrap="off"
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
