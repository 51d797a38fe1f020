import { Input } from 'react-aria-components/Input'
import { TextArea } from 'react-aria-components/TextArea'
import { type AnswerProps, fromField, numeric, toField } from '#renderer/features/preview/answer.ts'
import styles from '#renderer/features/preview/answer.module.css'
import { classes } from '#renderer/ui/classes.ts'
import fieldStyles from '#renderer/ui/field.module.css'

/** Text, one line or several; barcodes are typed here. */
export function TextAnswer({ question, answer, onAnswer, aria }: AnswerProps) {
  const shared = { ...aria, dir: 'auto', value: answer, readOnly: question.readonly }
  if (question.multiline) {
    return (
      <TextArea
        {...shared}
        rows={3}
        className={classes(fieldStyles['input'], styles['lines'])}
        onChange={(event) => onAnswer(event.target.value)}
      />
    )
  }
  return (
    <Input
      {...shared}
      spellCheck={false}
      className={fieldStyles['input'] ?? ''}
      onChange={(event) => onAnswer(event.target.value)}
    />
  )
}

/** A whole or a decimal number. */
export function NumberAnswer({ question, answer, onAnswer, aria }: AnswerProps) {
  const whole = question.type === 'integer'
  return (
    <Input
      {...aria}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={answer}
      readOnly={question.readonly}
      className={classes(fieldStyles['input'], styles['short'])}
      onChange={(event) => onAnswer(numeric(event.target.value, whole))}
    />
  )
}

const inputs = { date: 'date', time: 'time', dateTime: 'datetime-local' } as const

/** A day, a time of day, or both. */
export function DateAnswer({ question, answer, onAnswer, aria }: AnswerProps) {
  const type = question.type as keyof typeof inputs
  return (
    <Input
      {...aria}
      type={inputs[type]}
      value={toField(answer, type)}
      readOnly={question.readonly}
      className={classes(fieldStyles['input'], styles['short'])}
      onChange={(event) => onAnswer(fromField(event.target.value, type))}
    />
  )
}

/** A number on a line; none until it is moved. */
export function RangeAnswer({ question, answer, onAnswer, aria }: AnswerProps) {
  const { start, end, step } = question.range ?? { start: 1, end: 10, step: 1 }
  return (
    <div className={styles['range']}>
      <span className={styles['bound']}>{start}</span>
      <input
        {...aria}
        type="range"
        min={start}
        max={end}
        step={step}
        value={answer === '' ? start : answer}
        disabled={question.readonly}
        className={classes(styles['slider'], answer === '' && styles['unset'])}
        onChange={(event) => onAnswer(event.target.value)}
        // A press on the first step changes nothing, and still is an answer.
        onPointerUp={(event) => onAnswer(event.currentTarget.value)}
      />
      <span className={styles['bound']}>{end}</span>
      <output className={styles['value']}>{answer === '' ? '–' : answer}</output>
    </div>
  )
}
