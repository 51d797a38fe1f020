import { useMemo, useRef, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { ComputedList } from '#renderer/features/preview/line.tsx'
import { LineList } from '#renderer/features/preview/line-list.tsx'
import styles from '#renderer/features/preview/form-pages.module.css'
import { type Row, rowsOf, sheetRowOf } from '#renderer/features/preview/rows.ts'
import { useActions } from '#renderer/features/preview/preview-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { classes } from '#renderer/ui/classes.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { FormPreview, SampleRecord } from '#worker/api/preview.ts'

interface FormPagesProps {
  form: FormPreview
  record: SampleRecord
  showHidden: boolean
  /** Row of the survey sheet that somebody is led to. */
  target: number | null
  onReached: () => void
  onPage: (page: number) => void
  /** Leads to the first answer that is missing or wrong. */
  onCheck: (row: number) => void
}

/** The form as tabs, one page at a time, with the way through it below. */
export function FormPages({ form, record, showHidden, target, onReached, onPage, onCheck }: FormPagesProps) {
  const { say } = useWords()
  const { strict } = useActions()
  const [revealed, setRevealed] = useState<string | null>(null)
  const rows = useMemo(() => rowsOf(form.items), [form.items])
  const here = form.pages[form.page]
  const line = target !== null && here?.rows.includes(target) ? findLine(rows, target) : null
  const top = useRef<HTMLDivElement>(null)
  const goTo = (page: number) => {
    const main = top.current?.closest('main')
    if (main) main.scrollTop = 0
    onPage(page)
  }

  const open = form.pages.flatMap(({ visible }, index) =>
    visible || showHidden || index === form.page ? [index] : [],
  )
  const at = open.indexOf(form.page)
  const invalid = form.pages.flatMap((page) => page.invalid)
  const step = (to: number | undefined, key: 'ui.preview.previous' | 'ui.preview.next') =>
    to !== undefined && <Button onPress={() => goTo(to)}>{say(key)}</Button>
  const body = (
    <LineList
      rows={rows}
      record={record}
      showHidden={showHidden}
      target={line}
      revealed={revealed}
      onReached={() => {
        setRevealed(line)
        onReached()
      }}
    />
  )
  return (
    <div ref={top} className={styles['form']} dir={form.direction}>
      <h2 className="visually-hidden">{here?.title ?? form.title}</h2>
      {open.length > 1 ? (
        <Tabs
          className={styles['pages'] ?? ''}
          selectedKey={String(form.page)}
          onSelectionChange={(key) => goTo(Number(key))}
          keyboardActivation="manual"
        >
          <TabList className={styles['tabs'] ?? ''} aria-label={say('ui.preview.pages')}>
            {open.map((index) => (
              <Tab
                key={index}
                id={String(index)}
                className={classes(styles['tab'], !form.pages[index]?.visible && styles['closed'])}
              >
                <span dir="auto" className={styles['tabTitle']}>
                  {form.pages[index]?.title}
                </span>
                {strict && (form.pages[index]?.invalid.length ?? 0) > 0 && (
                  <span className={styles['wrong']}>
                    <span className="visually-hidden">
                      {say('ui.preview.incomplete', { count: form.pages[index]?.invalid.length ?? 0 })}
                    </span>
                  </span>
                )}
                {form.pages[index]?.visible === false && (
                  <span className="visually-hidden">{say('ui.preview.hiddenPage')}</span>
                )}
              </Tab>
            ))}
          </TabList>
          <TabPanel key={form.page} id={String(form.page)} className={styles['panel'] ?? ''}>
            {body}
          </TabPanel>
        </Tabs>
      ) : (
        <div className={styles['panel']}>{body}</div>
      )}
      {form.computed.length > 0 && (
        <div className={styles['computed']}>
          <Disclosure level={3} summary={say('ui.preview.computed', { count: form.computed.length })}>
            <ComputedList values={form.computed} />
          </Disclosure>
        </div>
      )}
      <footer className={styles['bar']}>
        {invalid.length > 0 ? (
          <button
            type="button"
            dir="auto"
            className={styles['check']}
            onClick={() => onCheck(invalid[0] ?? 0)}
          >
            {say('ui.preview.incomplete', { count: invalid.length })}
          </button>
        ) : (
          <p className={styles['complete']}>
            <Icon name="check" size={14} /> {say('ui.preview.complete')}
          </p>
        )}
        {open.length > 1 && (
          <div className={styles['steps']}>
            <span className={styles['at']}>
              {say('ui.preview.page', { page: at + 1, count: open.length })}
            </span>
            {step(open[at - 1], 'ui.preview.previous')}
            {step(open[at + 1], 'ui.preview.next')}
          </div>
        )}
      </footer>
    </div>
  )
}

/** The first line of a survey row; for a question of a repeat without entries, the repeat. */
function findLine(rows: Row[], wanted: number): string | null {
  const own = rows.find((row) => sheetRowOf(row) === wanted)
  const repeat = rows.findLast((row) => row.kind === 'repeat' && row.repeat.row < wanted)
  return (own ?? repeat)?.id ?? null
}
