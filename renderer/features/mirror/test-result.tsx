import { useEffect } from 'react'
import styles from '#renderer/features/mirror/mirror.module.css'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { classes } from '#renderer/ui/classes.ts'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { AppError } from '#worker/api/errors.ts'
import type { MirrorTest } from '#worker/api/mirror.ts'

interface TestResultProps {
  result: MirrorTest | undefined
  error: AppError | null
}

/** What came of a look at the database: what is there, or what is wrong and how to mend it. */
export function TestResult({ result, error }: TestResultProps) {
  if (error) return <ErrorCard error={error.data} small />
  return result ? <Found result={result} /> : null
}

function Found({ result }: { result: MirrorTest }) {
  const { say } = useWords()
  const announce = useAnnounce()
  const { host, database } = result
  const what = result.reachable
    ? say('ui.mirror.works', { version: result.version, host })
    : say(`ui.mirror.trouble.${result.trouble}.what`, { host, database })
  useEffect(() => announce(what, 'assertive'), [announce, what])

  return (
    <section
      className={classes(styles['result'], styles[result.reachable ? 'good' : 'bad'])}
      aria-label={what}
    >
      <Icon name={result.reachable ? 'check' : 'cross'} />
      <div>
        <p className={styles['what']}>{what}</p>
        {result.reachable ? (
          <>
            <p>{say(result.encrypted ? 'ui.mirror.encrypted' : 'ui.mirror.inClear')}</p>
            <p>{say(result.hasJobsTable ? 'ui.mirror.hasTable' : 'ui.mirror.noTable')}</p>
          </>
        ) : (
          <>
            <p>{say(`ui.mirror.trouble.${result.trouble}.todo`)}</p>
            {result.detail !== '' && <p className={styles['detail']}>{result.detail}</p>}
          </>
        )}
      </div>
    </section>
  )
}
