import { useRef, useState } from 'react'
import { useAsk } from '#renderer/bridge/query.ts'
import { hostOf, lookOfAccount } from '#renderer/features/cloud/account.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import { ForgetSheet } from '#renderer/features/cloud/forget-sheet.tsx'
import { SignInForm } from '#renderer/features/cloud/sign-in-form.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { CardList } from '#renderer/ui/card-list.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Setting } from '#renderer/ui/setting.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { CloudAccount } from '#worker/api/cloud.ts'

/** Who is signed in to which QFieldCloud on this computer. */
export function AccountSetting() {
  const { say } = useWords()
  const { data: accounts = [], error } = useAsk('cloud.accounts', {}, { fresh: true })
  /** The account that signs in again, or a new one. */
  const [signing, setSigning] = useState<CloudAccount | 'new' | null>(null)
  const section = useRef<HTMLElement>(null)
  const close = () => {
    setSigning(null)
    // What had the focus is gone.
    section.current?.querySelector('button')?.focus()
  }
  return (
    <Setting
      ref={section}
      title={say('ui.cloud.title')}
      value={<Quiet>{say('ui.cloud.hint')}</Quiet>}
      action={
        <Button onPress={() => setSigning('new')}>
          {say(accounts.length === 0 ? 'ui.cloud.signIn.start' : 'ui.cloud.signIn.another')}
        </Button>
      }
    >
      {error && <ErrorCard error={error.data} small />}
      {accounts.length > 0 && (
        <CardList label={say('ui.cloud.accounts')}>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} onSignIn={() => setSigning(account)} />
          ))}
        </CardList>
      )}
      {signing !== null && (
        <SignInForm
          key={signing === 'new' ? 'new' : signing.id}
          account={signing === 'new' ? undefined : signing}
          takesFocus
          onDone={close}
          onCancel={close}
        />
      )}
    </Setting>
  )
}

function AccountRow({ account, onSignIn }: { account: CloudAccount; onSignIn: () => void }) {
  const words = useWords()
  const { say } = words
  const [forgetting, setForgetting] = useState(false)
  return (
    <li className={styles['account']}>
      <Icon name="cloud" />
      <div className={styles['accountText']}>
        <span className={styles['name']}>{account.username}</span>
        <span className={styles['facts']}>
          <span>{hostOf(account.server)}</span>
          <Status {...lookOfAccount(account, words)} />
        </span>
      </div>
      <Buttons>
        {account.state !== 'signedIn' && <Button onPress={onSignIn}>{say('ui.cloud.signIn.again')}</Button>}
        <Button kind="plain" onPress={() => setForgetting(true)}>
          {say('ui.cloud.forget', { user: account.username })}
        </Button>
      </Buttons>
      <ForgetSheet account={account} open={forgetting} onClose={() => setForgetting(false)} />
    </li>
  )
}
