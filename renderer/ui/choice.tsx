import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import styles from '#renderer/ui/choice.module.css'

export interface Choice<T extends string> {
  id: T
  label: string
  hint?: string
  disabled?: boolean
  /** Shown under the choice while it is the chosen one. */
  children?: ReactNode
}

interface ChoicesProps<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  choices: Choice<T>[]
}

/** One of several, each with room for a line of explanation and for what belongs to it. */
export function Choices<T extends string>({ label, value, onChange, choices }: ChoicesProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onChange={(next) => onChange(next as T)}
      className={styles['group'] ?? ''}
    >
      {choices.map((choice) => (
        <div key={choice.id} className={styles['choice']}>
          <Radio value={choice.id} isDisabled={choice.disabled === true} className={styles['radio'] ?? ''}>
            <span className={styles['dot']} />
            <span>
              <span className={styles['label']}>{choice.label}</span>
              {choice.hint && <span className={styles['hint']}>{choice.hint}</span>}
            </span>
          </Radio>
          {value === choice.id && choice.children && (
            <div className={styles['inside']}>{choice.children}</div>
          )}
        </div>
      ))}
    </RadioGroup>
  )
}

/** One of few, side by side. */
export function Segments<T extends string>({ label, value, onChange, choices }: ChoicesProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      orientation="horizontal"
      onChange={(next) => onChange(next as T)}
      className={styles['segments'] ?? ''}
    >
      {choices.map((choice) => (
        <Radio key={choice.id} value={choice.id} className={styles['segment'] ?? ''}>
          {choice.label}
        </Radio>
      ))}
    </RadioGroup>
  )
}
