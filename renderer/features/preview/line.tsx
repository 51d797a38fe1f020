import { type CSSProperties, useEffect, useRef } from 'react'
import styles from '#renderer/features/preview/lines.module.css'
import { useActions } from '#renderer/features/preview/preview-context.tsx'
import { QuestionLine } from '#renderer/features/preview/question-line.tsx'
import type { Row } from '#renderer/features/preview/rows.ts'
import { recordAt } from '#renderer/features/preview/sample.ts'
import { Button } from '#renderer/ui/button.tsx'
import { classes } from '#renderer/ui/classes.ts'
import { useWords } from '#renderer/words/words.tsx'
import type { ComputedValue, SampleRecord } from '#worker/api/preview.ts'

interface LineProps {
  row: Row
  record: SampleRecord
  /** Somebody was led here: take the focus, and say so. */
  reached: (() => void) | null
}

/** One line of a page. */
export function Line({ row, record, reached }: LineProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (reached === null) return
    element.current?.scrollIntoView({ block: 'center' })
    element.current?.focus({ preventScroll: true })
    reached()
  }, [reached])
  return (
    <div
      ref={element}
      tabIndex={-1}
      className={classes(styles['line'], styles[row.kind], !row.visible && styles['closed'])}
      style={{ '--depth': row.depth } as CSSProperties}
      data-line={row.kind}
    >
      <Content row={row} record={record} />
    </div>
  )
}

function Content({ row, record }: Omit<LineProps, 'reached'>) {
  const { say } = useWords()
  const { addEntry, removeEntry } = useActions()
  if (row.kind === 'question') {
    const answer = recordAt(record, row.place).answers[row.question.key] ?? ''
    return <QuestionLine question={row.question} answer={answer} place={row.place} visible={row.visible} />
  }
  if (row.kind === 'computed') return <ComputedList values={row.values} />
  if (row.kind === 'group') return <h3 dir="auto">{row.label}</h3>
  const { label, key, records } = row.repeat
  if (row.kind === 'repeat') {
    return (
      <h3 dir="auto">
        {label}{' '}
        <span className={styles['count']}>{say('ui.preview.entries', { count: records.length })}</span>
      </h3>
    )
  }
  if (row.kind === 'entry') {
    const { number } = row
    return (
      <div className={styles['entryHead']}>
        <h4 dir="auto">{say('ui.preview.entry', { label, number })}</h4>
        <Button kind="plain" icon="trash" iconOnly onPress={() => removeEntry(row.place)}>
          {say('ui.preview.removeEntry', { label, number })}
        </Button>
      </div>
    )
  }
  return (
    <Button icon="plus" onPress={() => addEntry(row.place, key)}>
      {say('ui.preview.addEntry', { label })}
    </Button>
  )
}

/** What the form computes unseen, by name. */
export function ComputedList({ values }: { values: ComputedValue[] }) {
  const { say } = useWords()
  return (
    <dl className={styles['values']}>
      {values.map(({ key, name, value }) => (
        <div key={key} className={styles['pair']}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd dir="auto" className={value === '' ? styles['quiet'] : ''}>
            {value === '' ? say('ui.preview.empty') : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
