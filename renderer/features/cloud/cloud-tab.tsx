import { useState } from 'react'
import { useAsk } from '#renderer/bridge/query.ts'
import { hostOf, useAccounts } from '#renderer/features/cloud/account.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import serverStyles from '#renderer/features/cloud/server.module.css'
import { LinkedCard } from '#renderer/features/cloud/linked-card.tsx'
import { People } from '#renderer/features/cloud/people.tsx'
import { accountOf, placeOf } from '#renderer/features/cloud/place.ts'
import { ServerChanges } from '#renderer/features/cloud/server-changes.tsx'
import { ServerJobs } from '#renderer/features/cloud/server-jobs.tsx'
import { SignInForm } from '#renderer/features/cloud/sign-in-form.tsx'
import { SyncPart } from '#renderer/features/cloud/sync-part.tsx'
import { WebOnly } from '#renderer/features/cloud/web-only.tsx'
import { projectUrl } from '#renderer/features/cloud/web-link.tsx'
import { Segments } from '#renderer/ui/choice.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'

const parts = ['sync', 'jobs', 'changes', 'people'] as const
type Part = (typeof parts)[number]

interface CloudTabProps {
  folder: string
  /** The project's title: what a new project in QFieldCloud is called at first. */
  title: string
  isShown: boolean
}

/** The project's other home: what goes there and back, and what happens there. */
export function CloudTab({ folder, title, isShown }: CloudTabProps) {
  const { say } = useWords()
  const accounts = useAccounts()
  const link = useAsk('cloud.link', { folder }, { fresh: true })
  const [part, setPart] = useState<Part>('sync')
  if (link.error) return <ErrorCard error={link.error.data} />
  if (accounts === undefined || link.data === undefined) return null
  const account = link.data === null ? null : accountOf(link.data, accounts)
  if (accounts.length === 0 || (link.data !== null && account === null)) {
    return (
      <div className={styles['outcome']}>
        <Quiet large>
          {link.data === null
            ? say('ui.sync.intro')
            : say('ui.sync.signInFirst', { name: link.data.name, host: hostOf(link.data.server) })}
        </Quiet>
        <SignInForm server={link.data?.server} />
      </div>
    )
  }
  const isIn = account === null || account.state === 'signedIn'
  const place = link.data === null || account === null ? null : placeOf(link.data, account)
  return (
    <div className={styles['outcome']}>
      {link.data !== null && <LinkedCard link={link.data} />}
      {account !== null && !isIn && (
        <section className={serverStyles['again']} aria-label={say('ui.cloud.signIn.again')}>
          <p>{say('ui.sync.expired', { user: account.username, host: hostOf(account.server) })}</p>
          <SignInForm key={account.id} account={account} />
        </section>
      )}
      {place !== null && isIn && (
        <div className={styles['parts']}>
          <Segments
            label={say('ui.cloud.parts')}
            value={part}
            onChange={setPart}
            choices={parts.map((id) => ({ id, label: say(`ui.cloud.part.${id}`) }))}
          />
        </div>
      )}
      {/* It stays mounted: what was compared and chosen is there on the way back. */}
      <div hidden={place !== null && isIn && part !== 'sync'}>
        <SyncPart folder={folder} title={title} accounts={accounts} place={place} canAsk={isIn} />
      </div>
      {place !== null && isIn && isShown && (
        <>
          {part === 'jobs' && <ServerJobs folder={folder} place={place} />}
          {part === 'changes' && <ServerChanges folder={folder} place={place} />}
          {part === 'people' && <People place={place} />}
          <WebOnly url={projectUrl(place)} />
        </>
      )}
    </div>
  )
}
