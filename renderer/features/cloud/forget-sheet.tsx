import { useQueryClient } from '@tanstack/react-query'
import { keyOf, useAct } from '#renderer/bridge/query.ts'
import { hostOf } from '#renderer/features/cloud/account.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Sheet } from '#renderer/ui/sheet.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { CloudAccount } from '#worker/api/cloud.ts'

interface ForgetSheetProps {
  account: CloudAccount
  open: boolean
  onClose: () => void
}

/** Forgets an account here. The server isn't told: that would sign out the user's phones as well. */
export function ForgetSheet({ account, open, onClose }: ForgetSheetProps) {
  const { say } = useWords()
  const cache = useQueryClient()
  const { mutate, isPending, error } = useAct('cloud.forget')
  const forget = () =>
    mutate(
      { accountId: account.id },
      {
        onSuccess: () => {
          onClose()
          cache.setQueryData<CloudAccount[]>(keyOf('cloud.accounts', {}), (before = []) =>
            before.filter(({ id }) => id !== account.id),
          )
          void cache.invalidateQueries({ queryKey: ['cloud.accounts'] })
        },
      },
    )
  return (
    <Sheet
      title={say('ui.cloud.forget.title', { user: account.username, host: hostOf(account.server) })}
      open={open}
      onClose={onClose}
    >
      <div className={styles['sheet']}>
        <p>{say('ui.cloud.forget.text')}</p>
        {error && <ErrorCard error={error.data} small />}
        <div className={styles['sheetEnd']}>
          <Button onPress={onClose}>{say('ui.cancel')}</Button>
          <Button kind="primary" busy={isPending} onPress={forget}>
            {say('ui.cloud.forget.do')}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}
