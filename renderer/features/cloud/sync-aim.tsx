import { useAsk } from '#renderer/bridge/query.ts'
import { hostOf } from '#renderer/features/cloud/account.ts'
import planStyles from '#renderer/features/cloud/plan.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Choices } from '#renderer/ui/choice.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { Halves } from '#renderer/ui/form.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { CloudAccount, CloudTarget } from '#worker/api/cloud.ts'

/** Where the folder shall go, as it is being chosen. */
export interface Aim {
  accountId: string
  kind: 'new' | 'project'
  name: string
  owner: string
  isPublic: boolean
  projectId: string | null
}

/** What an aim asks of the worker; null while something is missing. */
export function targetOf({ kind, name, owner, isPublic, projectId }: Aim): CloudTarget | null {
  if (kind === 'project') return projectId === null ? null : { kind, projectId }
  const title = name.trim()
  // What the server doesn't take in a name the plan replaces.
  return title === '' || owner === '' ? null : { kind, name: title, owner, description: '', isPublic }
}

interface SyncAimProps {
  aim: Aim
  accounts: CloudAccount[]
  onChange: (aim: Aim) => void
}

/** Chooses the account, and a new project or one that is there. */
export function SyncAim({ aim, accounts, onChange }: SyncAimProps) {
  const { say } = useWords()
  const go = useGo()
  const account = accounts.find(({ id }) => id === aim.accountId) ?? accounts[0]
  if (account === undefined) return null
  const change = (part: Partial<Aim>) => onChange({ ...aim, ...part })
  return (
    <section className={planStyles['setup']} aria-label={say('ui.sync.aim')}>
      <Quiet large>{say('ui.sync.introLinked')}</Quiet>
      <div className={planStyles['who']}>
        <Select
          label={say('ui.sync.account')}
          value={account.id}
          options={accounts.map(({ id, username, server }) => ({
            id,
            label: say('ui.sync.accountOption', { user: username, host: hostOf(server) }),
          }))}
          onChange={(id) => {
            const next = accounts.find((other) => other.id === id)
            if (next) change({ accountId: next.id, owner: next.username, projectId: null })
          }}
        />
        <Button kind="plain" onPress={() => go({ name: 'settings' })}>
          {say('ui.sync.otherAccount')}
        </Button>
      </div>
      <Choices
        label={say('ui.sync.aim')}
        value={aim.kind}
        onChange={(kind) => change({ kind })}
        choices={[
          {
            id: 'new',
            label: say('ui.sync.new'),
            hint: say('ui.sync.newHint'),
            children: <NewProject aim={aim} account={account} onChange={change} />,
          },
          {
            id: 'project',
            label: say('ui.sync.existing'),
            hint: say('ui.sync.existingHint'),
            children: <KnownProject aim={aim} account={account} onChange={change} />,
          },
        ]}
      />
    </section>
  )
}

interface PartProps {
  aim: Aim
  account: CloudAccount
  onChange: (part: Partial<Aim>) => void
}

function NewProject({ aim, account, onChange }: PartProps) {
  const { say } = useWords()
  return (
    <div className={planStyles['stack']}>
      <Halves>
        <Field
          label={say('ui.sync.name')}
          value={aim.name}
          onChange={(name) => onChange({ name })}
          problem={aim.name.trim() === '' ? say('ui.sync.nameMissing') : null}
          hint={say('ui.sync.nameHint')}
        />
        <Select
          label={say('ui.sync.owner')}
          value={aim.owner}
          options={[
            { id: account.username, label: say('ui.sync.ownerMe', { user: account.username }) },
            ...account.organizations.map((name) => ({ id: name, label: name })),
          ]}
          onChange={(owner) => onChange({ owner })}
        />
      </Halves>
      <Switch
        label={say('ui.sync.public')}
        hint={say('ui.sync.publicHint')}
        on={aim.isPublic}
        onChange={(isPublic) => onChange({ isPublic })}
      />
    </div>
  )
}

function KnownProject({ aim, account, onChange }: PartProps) {
  const { say } = useWords()
  const { data, error, isPending } = useAsk('cloud.projects', { accountId: account.id }, { fresh: true })
  if (error) return <ErrorCard error={error.data} small />
  if (isPending) return <Quiet>{say('ui.sync.projectsLoading')}</Quiet>
  const mine = data.filter(({ role }) => role !== 'reader')
  if (mine.length === 0) return <Quiet>{say('ui.sync.projectsNone')}</Quiet>
  return (
    <Select
      label={say('ui.sync.project')}
      placeholder={say('ui.sync.projectChoose')}
      value={aim.projectId ?? ''}
      options={mine.map(({ id, owner, name }) => ({ id, label: `${owner} / ${name}` }))}
      onChange={(projectId) => onChange({ projectId })}
    />
  )
}
