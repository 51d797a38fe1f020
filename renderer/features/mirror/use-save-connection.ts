import { useCallback } from 'react'
import type { SecretPlace } from '#electron/api/secrets.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { type Connection, connectionOf, sharesPassword, urlOf } from '#renderer/features/mirror/connection.ts'
import { useKeepSecret } from '#renderer/features/secrets/use-keep-secret.ts'
import { useSaveSettings } from '#renderer/features/settings/use-save-settings.ts'
import { useSucceeds } from '#renderer/ui/use-succeeds.ts'
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
  const save = useSaveSettings()
  const succeeds = useSucceeds()
  const { keep, forget } = useKeepSecret()
  const signIn = useCallback(
    (password: string, place: SecretPlace) => keep('postgres', password, place),
    [keep],
  )
  const connect = useCallback(
    async (connection: Connection, place: SecretPlace, before: Settings) => {
      const isOther = !sharesPassword(connection, connectionOf(before))
      // Neither server may see the other's password, not even for a moment.
      const hangsUp = isOther && before.postgresUrl !== null
      if (hangsUp && !(await succeeds(() => ask('settings.set', { postgresUrl: null })))) return false
      if (connection.password !== '' && !(await signIn(connection.password, place))) return false
      if (connection.password === '' && isOther && !(await forget('postgres'))) return false
      const { tls: postgresTls, caFile: postgresCaFile } = connection
      return save({ postgresUrl: urlOf(connection), postgresTls, postgresCaFile })
    },
    [forget, save, signIn, succeeds],
  )
  const disconnect = useCallback(
    async () => (await save({ postgresUrl: null, takeJobs: false })) && forget('postgres'),
    [forget, save],
  )
  return { connect, signIn, disconnect }
}
