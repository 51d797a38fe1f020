import { useCallback } from 'react'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'

/** Makes a change; resolves with whether it went well. If not, the user has been told in a toast. */
export function useSucceeds(): (change: () => Promise<unknown>) => Promise<boolean> {
  const words = useWords()
  const toast = useToast()
  return useCallback(
    async (change) => {
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
}
