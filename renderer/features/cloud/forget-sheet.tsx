import { useQueryClient } from '@tanstack/react-query'
import { keyOf, useAct } from '#renderer/bridge/query.ts'
import { hostOf } from '#renderer/features/cloud/account.ts'
import { Question } from '#renderer/ui/question.tsx'
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
    <Question
      title={say('ui.cloud.forget.title', { user: account.username, host: hostOf(account.server) })}
      text={say('ui.cloud.forget.text')}
      action={say('ui.cloud.forget.do')}
      busy={isPending}
      error={error}
      open={open}
      onClose={onClose}
      onAct={forget}
    />
  )
}
