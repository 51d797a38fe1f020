import { useDraft } from '#renderer/features/project/draft-context.tsx'
import type { DraftChecks } from '#renderer/features/project/facts.ts'
import { findMissing, isChecking, type Missing } from '#renderer/features/project/missing.ts'
import { requestOf } from '#renderer/features/project/request.ts'
import { stepElementId } from '#renderer/features/project/step.tsx'
import styles from '#renderer/features/project/build-bar.module.css'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { useAct } from '#renderer/bridge/query.ts'
import { useWords } from '#renderer/words/words.tsx'

/** Says what is missing, leads there, and builds once nothing is. */
export function BuildBar({ checks }: { checks: DraftChecks }) {
  const { say } = useWords()
  const announce = useAnnounce()
  const go = useGo()
  const [draft, change] = useDraft()
  const generate = useAct('jobs.generate')
  const missing = findMissing(draft, checks.facts)
  const checking = isChecking(draft, checks.facts)

  const lead = (to: Missing) => {
    if (to.step === null) go({ name: 'setup' })
    else document.querySelector<HTMLElement>(`#${stepElementId(to.step)}`)?.focus()
  }
  const build = () => {
    const [first] = missing
    if (first) {
      announce(`${say('ui.new.needed')} ${missing.map(({ what }) => say(`ui.missing.${what}`)).join(', ')}`)
      lead(first)
      return
    }
    const request = requestOf(draft, checks.facts.title, checks.folder.data?.folder ?? '')
    if (checking || request === null) return
    generate.mutate(request, {
      onSuccess: (job) => {
        change({ type: 'replaced', draft: {} })
        go({ name: 'job', id: job.id })
      },
    })
  }

  return (
    <footer className={styles['bar']}>
      {generate.error && <ErrorCard error={generate.error.data} small />}
      <div className={styles['row']}>
        <p className={styles['state']}>
          {missing.length > 0 ? (
            <Needed missing={missing} lead={lead} />
          ) : checking ? (
            <>
              <Spinner size={14} /> {say('ui.new.checking')}
            </>
          ) : (
            <Ready errors={checks.form.data?.issues.filter(({ level }) => level === 'error').length ?? 0} />
          )}
        </p>
        <Button
          kind="primary"
          muted={missing.length > 0 || checking}
          busy={generate.isPending}
          onPress={build}
        >
          {say('ui.new.build')}
        </Button>
      </div>
    </footer>
  )
}

function Ready({ errors }: { errors: number }) {
  const { say } = useWords()
  if (errors === 0) {
    return (
      <>
        <Icon name="check" size={14} /> {say('ui.new.ready')}
      </>
    )
  }
  return (
    <>
      <span className={styles['warn']}>
        <Icon name="alert" size={14} />
      </span>
      {say('ui.new.readyErrors', { count: errors })}
    </>
  )
}

function Needed({ missing, lead }: { missing: Missing[]; lead: (to: Missing) => void }) {
  const { say } = useWords()
  return (
    <>
      {say('ui.new.needed')}
      {missing.map((thing) => (
        <button key={thing.what} type="button" className={styles['link']} onClick={() => lead(thing)}>
          {say(`ui.missing.${thing.what}`)}
        </button>
      ))}
    </>
  )
}
