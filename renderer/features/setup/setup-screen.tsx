import { useAsk } from '#renderer/bridge/query.ts'
import { FindingRow } from '#renderer/features/setup/finding-row.tsx'
import styles from '#renderer/features/setup/setup-screen.module.css'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CardList } from '#renderer/ui/card-list.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Finding } from '#worker/api/doctor.ts'

/** What this computer has and lacks, each with a way to mend it. */
export function SetupScreen() {
  const words = useWords()
  const { say } = words
  const announce = useAnnounce()
  const doctor = useAsk('doctor.run', {})
  const report = doctor.data
  const check = async () => {
    const { data } = await doctor.refetch()
    if (data) announce(say(data.ready ? 'ui.setup.ready' : 'ui.setup.notReady'))
  }
  return (
    <Page
      title={say('ui.setup.title')}
      lead={
        report && (
          <>
            <span>{say(report.ready ? 'ui.setup.ready' : 'ui.setup.notReady')}</span>
            <span>{say('ui.setup.checked', { when: words.when(report.checkedAt) })}</span>
          </>
        )
      }
      actions={
        <Button icon="retry" busy={doctor.isFetching} onPress={() => void check()}>
          {say('ui.setup.check')}
        </Button>
      }
    >
      {doctor.isPending && <Loading text={say('ui.setup.checking')} />}
      {doctor.error && <ErrorCard error={doctor.error.data} />}
      {report && (
        <div className={styles['groups']}>
          <Group
            title={say('ui.setup.needed')}
            findings={report.findings.filter(({ optional }) => !optional)}
            onMended={() => void check()}
          />
          <Group
            title={say('ui.setup.extra')}
            findings={report.findings.filter(({ optional }) => optional)}
            onMended={() => void check()}
          />
        </div>
      )}
    </Page>
  )
}

interface GroupProps {
  title: string
  findings: Finding[]
  onMended: () => void
}

function Group({ title, findings, onMended }: GroupProps) {
  if (findings.length === 0) return null
  return (
    <section>
      <h2 className={styles['heading']}>{title}</h2>
      <CardList>
        {findings.map((finding) => (
          <FindingRow key={finding.id} finding={finding} onMended={onMended} />
        ))}
      </CardList>
    </section>
  )
}
