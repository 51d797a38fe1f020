import { IssueList } from '#renderer/features/issues/issue-list.tsx'
import styles from '#renderer/features/project/summary.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { FormSummary } from '#worker/api/forms.ts'

interface FormSummaryProps {
  form: FormSummary
  checking: boolean
  onCheck: () => void
  /** Shows the form to tap through, at that row of the survey sheet. */
  onTry: (row: number | null) => void
  onLanguage: (language: string) => void
}

/** What was understood of a form, and what was not. */
export function FormSummaryCard({ form, checking, onCheck, onTry, onLanguage }: FormSummaryProps) {
  const { say } = useWords()
  const questions = form.fields.filter((field) => !field.hidden).length
  const groups = new Set(form.fields.flatMap((field) => field.groups)).size
  const issues = [...form.issues, ...form.gaps]
  const nameOf = (language: string) => (language === 'default' ? say('ui.form.defaultLanguage') : language)
  const incomplete = form.languages.filter(({ missing }) => missing > 0)
  const facts = [
    say('ui.form.questions', { count: questions }),
    ...(groups > 0 ? [say('ui.form.groups', { count: groups })] : []),
    ...(form.version === null || form.version === ''
      ? []
      : [say('ui.form.version', { version: form.version })]),
  ]
  return (
    <div className={styles['card']}>
      <div className={styles['head']}>
        <div>
          <h3 className={styles['title']}>{form.title}</h3>
          <p className={styles['facts']}>{facts.join(' · ')}</p>
        </div>
        <div className={styles['actions']}>
          <Button kind="plain" icon="retry" busy={checking} onPress={onCheck}>
            {say('ui.form.again')}
          </Button>
          <Button icon="form" onPress={() => onTry(null)}>
            {say('ui.preview.open')}
          </Button>
        </div>
      </div>
      {form.languages.length > 1 && (
        <Select
          label={say('ui.form.language')}
          value={form.language ?? form.languages[0]?.name ?? ''}
          options={form.languages.map(({ name }) => ({
            id: name,
            label: nameOf(name),
          }))}
          onChange={onLanguage}
        />
      )}
      {incomplete.map(({ name, missing }) => (
        <p key={name} className={styles['facts']}>
          {say('ui.form.missing', { language: nameOf(name), count: missing })}
        </p>
      ))}
      {issues.length === 0 ? (
        <p className={styles['clean']}>
          <Icon name="check" /> {say('ui.form.clean')}
        </p>
      ) : (
        <IssueList issues={issues} onQuestion={({ row }) => onTry(row)} />
      )}
    </div>
  )
}
