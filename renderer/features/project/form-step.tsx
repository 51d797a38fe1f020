import { useEffect } from 'react'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import type { DraftChecks } from '#renderer/features/project/facts.ts'
import { FormSummaryCard } from '#renderer/features/project/form-summary.tsx'
import { Reading } from '#renderer/features/project/reading.tsx'
import { Step } from '#renderer/features/project/step.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { FileBox } from '#renderer/ui/file-box.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Step 1: the form, read at once and again whenever the user comes back from the spreadsheet. */
export function FormStep({ checks }: { checks: DraftChecks }) {
  const words = useWords()
  const announce = useAnnounce()
  const go = useGo()
  const [draft, change] = useDraft()
  const { data, error, isFetching, refetch } = checks.form

  useEffect(() => {
    if (!data) return
    const count = data.fields.filter((field) => !field.hidden).length
    const problems = data.issues.length + data.gaps.length
    announce(words.say('ui.form.read', { title: data.title, count, problems }))
  }, [data, announce, words])

  return (
    <Step
      id="form"
      number={1}
      done={checks.facts.form === 'fit'}
      title={words.say('ui.new.form')}
      hint={words.say('ui.new.formHint')}
    >
      <FileBox
        purpose="form"
        icon="form"
        label={words.say('ui.new.formBox')}
        file={draft.form}
        onFile={(file) => change({ type: 'given', purpose: 'form', file })}
        onRemove={() => change({ type: 'removed', purpose: 'form' })}
      />
      {draft.form !== null && (
        <>
          {checks.facts.form === 'checking' && <Reading text={words.say('ui.form.reading')} />}
          {error && (
            <ErrorCard
              error={error.data}
              small
              actions={
                <Button kind="plain" icon="retry" busy={isFetching} onPress={() => void refetch()}>
                  {words.say('ui.form.again')}
                </Button>
              }
            />
          )}
          {data && !error && (
            <FormSummaryCard
              form={data}
              checking={isFetching}
              onCheck={() => void refetch()}
              onTry={(row) => go({ name: 'preview', row })}
              onLanguage={(language) => change({ type: 'changed', patch: { language } })}
            />
          )}
        </>
      )}
    </Step>
  )
}
