import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { keyOf } from '#renderer/bridge/query.ts'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { Settings } from '#worker/api/settings.ts'

/** Saves some settings and says so, or why not; resolves with whether it did. */
export function useSaveSettings(): (change: Partial<Settings>) => Promise<boolean> {
  const words = useWords()
  const toast = useToast()
  const cache = useQueryClient()
  return useCallback(
    async (change) => {
      try {
        cache.setQueryData(keyOf('settings.get', {}), await ask('settings.set', change))
        // Where projects go, which QGIS there is and what the database says follow from the settings.
        for (const method of ['app.info', 'doctor.run', 'project.suggest'])
          void cache.invalidateQueries({ queryKey: [method] })
        toast({ message: words.say('ui.settings.saved') })
        return true
      } catch (thrown) {
        toast({ message: words.error(toErrorData(thrown)).what })
        return false
      }
    },
    [cache, toast, words],
  )
}
