import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SecretPlace, SecretsState } from '#electron/api/secrets.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { keyOf } from '#renderer/bridge/query.ts'
import { type Connection, connectionOf, sharesPassword, urlOf } from '#renderer/features/mirror/connection.ts'
import { useSaveSettings } from '#renderer/features/settings/use-save-settings.ts'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { Settings } from '#worker/api/settings.ts'

interface SaveConnection {
  /** Sets the connection and its password; resolves with whether it did. */
  connect: (connection: Connection, place: SecretPlace, before: Settings) => Promise<boolean>
  /** Replaces the password alone. */
  signIn: (password: string, place: SecretPlace) => Promise<boolean>
  /** Works alone from now on, and forgets the password. */
  disconnect: () => Promise<boolean>
}

/** Changes how the database is reached. What fails is told in a toast. */
export function useSaveConnection(): SaveConnection {
  const cache = useQueryClient()
  const words = useWords()
  const toast = useToast()
  const save = useSaveSettings()

  /** Whether it went well; if not, the user has been told. */
  const succeeds = useCallback(
    async (change: () => Promise<unknown>) => {
      try {
        await change()
        return true
      } catch (thrown) {
        toast({ message: words.error(toErrorData(thrown)).what })
        return false
      }
    },
    [toast, words],
  )
  const keep = useCallback(
    (change: () => Promise<SecretsState>) =>
      succeeds(async () => cache.setQueryData(keyOf('secrets.state', {}), await change())),
    [cache, succeeds],
  )
  const signIn = useCallback(
    (postgres: string, place: SecretPlace) => keep(() => ask('secrets.set', { postgres, place })),
    [keep],
  )
  const connect = useCallback(
    async (connection: Connection, place: SecretPlace, before: Settings) => {
      const isOther = !sharesPassword(connection, connectionOf(before))
      // Neither server may see the other's password, not even for a moment.
      const hangsUp = isOther && before.postgresUrl !== null
      if (hangsUp && !(await succeeds(() => ask('settings.set', { postgresUrl: null })))) return false
      if (connection.password !== '' && !(await signIn(connection.password, place))) return false
      if (connection.password === '' && isOther && !(await keep(() => ask('secrets.forget', {}))))
        return false
      const { tls: postgresTls, caFile: postgresCaFile } = connection
      return save({ postgresUrl: urlOf(connection), postgresTls, postgresCaFile })
    },
    [keep, save, signIn, succeeds],
  )
  const disconnect = useCallback(
    async () => (await save({ postgresUrl: null, takeJobs: false })) && keep(() => ask('secrets.forget', {})),
    [keep, save],
  )
  return { connect, signIn, disconnect }
}
