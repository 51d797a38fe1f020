import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SecretName, SecretPlace, SecretsState } from '#electron/api/secrets.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { keyOf } from '#renderer/bridge/query.ts'
import { useSucceeds } from '#renderer/ui/use-succeeds.ts'

interface KeepSecret {
  /** Resolves with whether it is kept. */
  keep: (name: SecretName, value: string, place: SecretPlace) => Promise<boolean>
  forget: (name: SecretName) => Promise<boolean>
}

/** Gives secrets away to be kept. What fails is told in a toast. */
export function useKeepSecret(): KeepSecret {
  const cache = useQueryClient()
  const succeeds = useSucceeds()
  const change = useCallback(
    (make: () => Promise<SecretsState>) =>
      succeeds(async () => cache.setQueryData(keyOf('secrets.state', {}), await make())),
    [cache, succeeds],
  )
  const keep = useCallback(
    (name: SecretName, value: string, place: SecretPlace) =>
      change(() => ask('secrets.set', { name, value, place })),
    [change],
  )
  const forget = useCallback((name: SecretName) => change(() => ask('secrets.forget', { name })), [change])
  return { keep, forget }
}
