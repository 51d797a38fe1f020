import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { keyOf, useAsk } from '#renderer/bridge/query.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Words } from '#renderer/words/words.tsx'
import type { CloudAccount } from '#worker/api/cloud.ts'

export const usualServer = 'app.qfield.cloud'

/** The accounts on this computer; undefined while nobody has said. */
export function useAccounts(): CloudAccount[] | undefined {
  return useAsk('cloud.accounts', {}, { fresh: true }).data
}

/** Puts an account that has just signed in where all look for it, and asks anew what was refused before. */
export function useAccountKept(): (account: CloudAccount) => void {
  const cache = useQueryClient()
  return useCallback(
    (account) => {
      cache.setQueryData<CloudAccount[]>(keyOf('cloud.accounts', {}), (before = []) => [
        ...before.filter(({ id }) => id !== account.id),
        account,
      ])
      void cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('cloud.') })
    },
    [cache],
  )
}

/** `app.qfield.cloud` of an address; the address itself where it is none. */
export function hostOf(server: string): string {
  return URL.parse(server)?.host ?? server
}

/** How an account stands, as picture and words. */
export function lookOfAccount(
  { state, expiresAt }: CloudAccount,
  { say, day }: Words,
): { tone: Tone; icon: IconName; word: string } {
  if (state === 'expired') return { tone: 'warn', icon: 'alert', word: say('ui.cloud.account.expired') }
  if (state === 'signedOut') return { tone: 'neutral', icon: 'off', word: say('ui.cloud.account.signedOut') }
  const word =
    expiresAt === null
      ? say('ui.cloud.account.signedIn')
      : say('ui.cloud.account.signedInUntil', { day: day(expiresAt) })
  return { tone: 'good', icon: 'check', word }
}
