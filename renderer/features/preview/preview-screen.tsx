import { useEffect, useMemo, useRef, useState } from 'react'
import { IssueList } from '#renderer/features/issues/issue-list.tsx'
import { FormPages } from '#renderer/features/preview/form-pages.tsx'
import { PreviewContext } from '#renderer/features/preview/preview-context.tsx'
import styles from '#renderer/features/preview/preview-screen.module.css'
import { usePreview } from '#renderer/features/preview/use-preview.ts'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useDraftForm } from '#renderer/features/project/facts.ts'
import { Reading } from '#renderer/features/project/reading.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Issue } from '#worker/api/issues.ts'

/** As many problems fit beside the form without being asked for. */
const fewIssues = 12

/** The draft's form to tap through, beside its problems. `row`: the question to begin with. */
export function PreviewScreen({ row }: { row: number | null }) {
  const { say } = useWords()
  const toast = useToast()
  const go = useGo()
  const [draft] = useDraft()
  const summary = useDraftForm(draft)
  const preview = usePreview(draft.form?.path ?? '', draft.language, summary.dataUpdatedAt)
  const { form, session, change, answer, addEntry, removeEntry } = preview
  const [target, setTarget] = useState(row === null ? null : { row })
  /** Where nobody could be led to: said once. */
  const missed = useRef<{ row: number } | null>(null)
  const [shownIssue, setShownIssue] = useState<{ row: number; visit: number } | null>(null)
  const [showHidden, setShowHidden] = useState(false)
  const [strict, setStrict] = useState(false)

  const issues = useMemo(
    () => (summary.data ? [...summary.data.issues, ...summary.data.gaps] : []),
    [summary.data],
  )
  const actions = useMemo(
    () => ({
      answer,
      addEntry: (...where: Parameters<typeof addEntry>) => void addEntry(...where),
      removeEntry,
      issues: byRow(issues),
      showIssue: (of: number) => setShownIssue((before) => ({ row: of, visit: (before?.visit ?? 0) + 1 })),
      strict,
    }),
    [answer, addEntry, removeEntry, issues, strict],
  )
  useEffect(() => {
    if (target === null || form === null) return
    const page = form.pages.findIndex(({ rows }) => rows.includes(target.row))
    if (page >= 0 && page !== form.page) change({ page })
    if (page >= 0 || missed.current === target) return
    missed.current = target
    toast({ message: say('ui.preview.notShown') })
  }, [target, form, change, toast, say])
  const reset = () => {
    change({ record: null, page: 0 })
    setStrict(false)
    toast({
      message: say('ui.preview.wasReset'),
      action: { label: say('ui.undo'), run: () => change(session) },
    })
  }
  const languages = form?.languages ?? []
  const nameOf = (name: string) => (name === 'default' ? say('ui.form.defaultLanguage') : name)

  return (
    <Page
      wide
      title={form?.title ?? summary.data?.title ?? say('ui.preview.title')}
      above={
        <div>
          <Button kind="plain" icon="left" onPress={() => go({ name: 'new' })}>
            {say('ui.preview.back')}
          </Button>
        </div>
      }
      lead={say('ui.preview.lead')}
      actions={
        <Button kind="plain" icon="retry" onPress={reset}>
          {say('ui.preview.reset')}
        </Button>
      }
    >
      <div className={styles['columns']}>
        <div className={styles['form']}>
          {preview.error && (
            <ErrorCard
              error={preview.error}
              small
              actions={
                <Button kind="plain" icon="retry" busy={preview.busy} onPress={preview.retry}>
                  {say('ui.retry')}
                </Button>
              }
            />
          )}
          {form && (
            <>
              <div className={styles['tools']}>
                {languages.length > 1 && (
                  <Select
                    label={say('ui.preview.language')}
                    value={form.language ?? languages[0]?.name ?? ''}
                    options={languages.map(({ name }) => ({ id: name, label: nameOf(name) }))}
                    onChange={(language) => change({ language })}
                  />
                )}
                <Switch label={say('ui.preview.showHidden')} on={showHidden} onChange={setShowHidden} />
              </div>
              <PreviewContext value={actions}>
                <FormPages
                  form={form}
                  record={preview.record}
                  showHidden={showHidden}
                  target={target?.row ?? null}
                  onReached={() => setTarget(null)}
                  onPage={(page) => change({ page })}
                  onCheck={(to) => {
                    setStrict(true)
                    setTarget({ row: to })
                  }}
                />
              </PreviewContext>
            </>
          )}
          {!form && !preview.error && <Reading text={say('ui.preview.loading')} />}
        </div>
        <aside className={styles['issues']} aria-label={say('ui.preview.issues')}>
          <h2>{say('ui.preview.issues')}</h2>
          {issues.length > 0 ? (
            <IssueList
              issues={issues}
              open={issues.length <= fewIssues}
              shown={shownIssue}
              onQuestion={(issue) => setTarget({ row: issue.row ?? 0 })}
            />
          ) : (
            summary.data &&
            !preview.error && (
              <p className={styles['clean']}>
                <Icon name="check" /> {say('ui.form.clean')}
              </p>
            )
          )}
        </aside>
      </div>
    </Page>
  )
}

/** Problems by the survey row of the question that they name. */
function byRow(issues: Issue[]): Map<number, Issue[]> {
  const found = new Map<number, Issue[]>()
  for (const issue of issues) {
    if (issue.question === null || issue.row === null) continue
    found.set(issue.row, [...(found.get(issue.row) ?? []), issue])
  }
  return found
}
