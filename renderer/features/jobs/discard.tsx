import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { dropJob } from '#renderer/bridge/live.ts'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

interface Discarding {
  hidden: ReadonlySet<string>
  discard: (job: Job) => void
}

const Context = createContext<Discarding>({ hidden: new Set(), discard: () => undefined })

/**
 * Removing a job can't be taken back in the ledger, so it is hidden first and removed when the offer to undo
 * has gone. Closing the app in between keeps the job.
 */
export function DiscardProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient()
  const toast = useToast()
  const words = useWords()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())

  const show = useCallback(
    (id: string) => setHidden((ids) => new Set([...ids].filter((other) => other !== id))),
    [],
  )
  const discard = useCallback(
    (job: Job) => {
      const { id, title } = job
      const remove = async () => {
        try {
          await ask('jobs.discard', { id })
          dropJob(cache, id)
        } catch (thrown) {
          toast({ message: words.error(toErrorData(thrown)).what })
        }
        show(id)
      }
      setHidden((ids) => new Set([...ids, id]))
      toast({
        message: words.say('ui.jobs.discarded', { title }),
        action: {
          label: words.say('ui.undo'),
          run: () => {
            show(id)
            toast({ message: words.say('ui.jobs.restored', { title }) })
          },
        },
        onGone: () => void remove(),
      })
    },
    [cache, toast, words, show],
  )
  const value = useMemo(() => ({ hidden, discard }), [hidden, discard])
  return <Context value={value}>{children}</Context>
}

/** Removes a job from the list, with an offer to undo. */
export function useDiscard(): (job: Job) => void {
  return use(Context).discard
}

/** Ids of the jobs whose removal can still be undone. */
export function useHiddenJobs(): ReadonlySet<string> {
  return use(Context).hidden
}
