import type { ComponentType } from 'react'
import type { AnswerProps } from '#renderer/features/preview/answer.ts'
import styles from '#renderer/features/preview/answer.module.css'
import { ManyAnswer, OneAnswer, TickAnswer } from '#renderer/features/preview/chosen-answer.tsx'
import { isStandIn, NotAsked, StandIn } from '#renderer/features/preview/stand-in.tsx'
import {
  DateAnswer,
  NumberAnswer,
  RangeAnswer,
  TextAnswer,
} from '#renderer/features/preview/typed-answer.tsx'
import { useWords } from '#renderer/words/words.tsx'

const widgets: Record<string, ComponentType<AnswerProps>> = {
  text: TextAnswer,
  barcode: TextAnswer,
  unknown: TextAnswer,
  integer: NumberAnswer,
  decimal: NumberAnswer,
  range: RangeAnswer,
  date: DateAnswer,
  time: DateAnswer,
  dateTime: DateAnswer,
  select_one: OneAnswer,
  select_multiple: ManyAnswer,
  rank: ManyAnswer,
  acknowledge: TickAnswer,
}

/** The widget of a question's type; what computes itself shows its value. */
export function AnswerField(props: AnswerProps) {
  const { say } = useWords()
  const { question } = props
  if (question.type === 'note') return null
  if (question.computed) {
    return (
      <output className={styles['computed']} dir="auto" aria-labelledby={props.aria['aria-labelledby']}>
        {question.value === '' ? (
          <span className={styles['none']}>{say('ui.preview.empty')}</span>
        ) : (
          question.value
        )}
      </output>
    )
  }
  if (question.choices?.length === 0)
    return (
      <p dir="auto" className={styles['none']}>
        {say('ui.preview.noChoices')}
      </p>
    )
  const Widget = widgets[question.type] ?? (isStandIn(question.type) ? StandIn : NotAsked)
  return <Widget {...props} />
}
