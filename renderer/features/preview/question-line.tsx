import { memo, useEffect, useId, useState } from 'react'
import { hasField } from '#renderer/features/preview/answer.ts'
import { AnswerField } from '#renderer/features/preview/answer-field.tsx'
import styles from '#renderer/features/preview/lines.module.css'
import { useActions } from '#renderer/features/preview/preview-context.tsx'
import type { Place } from '#renderer/features/preview/sample.ts'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords, type Words } from '#renderer/words/words.tsx'
import type { Issue } from '#worker/api/issues.ts'
import type { PreviewQuestion } from '#worker/api/preview.ts'

interface QuestionLineProps {
  question: PreviewQuestion
  answer: string
  place: Place
  visible: boolean
}

/** One question with its words, its widget, and what is wrong with the answer. */
export const QuestionLine = memo(function QuestionLine(props: QuestionLineProps) {
  const { question, answer, place, visible } = props
  const words = useWords()
  const announce = useAnnounce()
  const { answer: give, strict, issues, showIssue } = useActions()
  const [touched, setTouched] = useState(false)
  const id = useId()
  const name = question.label || question.name
  const flagged = issues.get(question.row) ?? []
  const message = visible && (strict || touched || answer !== '') ? messageOf(question, words) : ''
  const onAnswer = (value: string) => {
    setTouched(true)
    give(place, question.key, value)
  }
  useEffect(() => {
    if (touched && message !== '') announce(message)
  }, [touched, message, announce])

  return (
    <>
      <div className={styles['head']}>
        <p
          id={`${id}label`}
          dir="auto"
          className={question.type === 'note' ? styles['note'] : styles['label']}
        >
          {hasField(question) && visible ? <label htmlFor={`${id}field`}>{name}</label> : name}
          {question.required && (
            <span className={styles['required']}>
              <span aria-hidden="true">*</span>
              <span className="visually-hidden">{words.say('ui.preview.required')}</span>
            </span>
          )}
        </p>
        {flagged.length > 0 && (
          <Flag issues={flagged} name={question.name} onPress={() => showIssue(question.row)} />
        )}
        <code className={styles['name']}>{question.name}</code>
      </div>
      {visible ? (
        <>
          <div id={`${id}hint`}>
            {question.hint && (
              <p dir="auto" className={styles['hint']}>
                {question.hint}
              </p>
            )}
            {question.guidance && (
              <p dir="auto" className={styles['guidance']}>
                {question.guidance}
              </p>
            )}
          </div>
          <AnswerField
            question={question}
            answer={answer}
            onAnswer={onAnswer}
            aria={{
              id: `${id}field`,
              'aria-labelledby': `${id}label`,
              'aria-describedby': `${id}hint ${id}message`,
              'aria-invalid': message !== '',
              'aria-required': question.required,
            }}
          />
          <div id={`${id}message`} className={styles['below']}>
            {message !== '' && (
              <p className={styles['problem']}>
                <Icon name="cross" size={14} /> <span dir="auto">{message}</span>
              </p>
            )}
            {question.problems.map(({ code, params }) => (
              <p key={code} className={styles['broken']}>
                <Icon name="alert" size={14} />{' '}
                {words.find(`issue.${code}`, { role: 'other', ...params }) ?? code}
              </p>
            ))}
            {question.readonly && !question.computed && question.type !== 'note' && (
              <p dir="auto" className={styles['quiet']}>
                {words.say('ui.preview.readonly')}
              </p>
            )}
          </div>
          {answer !== '' && hasClear(question) && (
            <Button kind="plain" onPress={() => onAnswer('')}>
              {words.say('ui.preview.clear')}
            </Button>
          )}
        </>
      ) : (
        <p dir="auto" className={styles['quiet']}>
          {question.relevant === ''
            ? words.say('ui.preview.hiddenGroup')
            : words.say('ui.preview.hiddenUntil', { relevant: question.relevant })}
        </p>
      )}
    </>
  )
})

/** Choices and sliders have no other way back to nothing. */
function hasClear({ type, readonly, computed }: PreviewQuestion): boolean {
  return (type === 'select_one' || type === 'range') && !readonly && !computed
}

function messageOf({ valid, message, value }: PreviewQuestion, { say }: Words): string {
  if (valid) return ''
  return message || say(value === '' ? 'ui.preview.missing' : 'ui.preview.invalid')
}

function Flag({ issues, name, onPress }: { issues: Issue[]; name: string; onPress: () => void }) {
  const { say } = useWords()
  const worst = issues.some(({ level, kind }) => level === 'error' && kind === 'form') ? 'bad' : 'warn'
  return (
    <button
      type="button"
      className={styles['flag']}
      data-tone={worst}
      aria-label={say('ui.preview.flag', { count: issues.length, name })}
      onClick={onPress}
    >
      <Icon name={worst === 'bad' ? 'cross' : 'alert'} size={14} />
      {issues.length}
    </button>
  )
}
