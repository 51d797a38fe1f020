import { useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { fileAt } from '#renderer/features/project/draft-of.ts'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'

/** Fills the guided screen with the files that come with the app. */
export function useSample(): { busy: boolean; start: () => void } {
  const [busy, setBusy] = useState(false)
  const [, change] = useDraft()
  const go = useGo()
  const toast = useToast()
  const words = useWords()
  const fill = async () => {
    setBusy(true)
    try {
      const { form, features, tasks, title } = await ask('samples.list', {})
      change({
        type: 'replaced',
        draft: { form: fileAt(form), features: fileAt(features), tasks: fileAt(tasks), title },
      })
      go({ name: 'new' })
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
    setBusy(false)
  }
  return { busy, start: () => void fill() }
}
