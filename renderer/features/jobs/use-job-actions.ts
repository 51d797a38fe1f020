import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { putJob } from '#renderer/bridge/live.ts'
import { type FolderTab, useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { folderOf, packageOf } from '#renderer/features/folder/outcome.ts'
import { useDiscard } from '#renderer/features/jobs/discard.tsx'
import { resultOf } from '#renderer/features/jobs/result.ts'
import type { JobAction } from '#renderer/features/jobs/state.ts'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

/** Where the work on an opened project shows. */
const tabOf: Partial<Record<Job['type'], FolderTab>> = {
  process_projectfile: 'check',
  package: 'package',
  delta_apply: 'changes',
  sync: 'cloud',
}

/** The project file that a job made. */
function madeBy(job: Job): string {
  return resultOf(job)?.project ?? packageOf(job)?.project ?? ''
}

/** Does to a job what a button says. What fails is told in a toast; the job itself shows its state. */
export function useJobActions(): (job: Job, action: JobAction) => void {
  const cache = useQueryClient()
  const discard = useDiscard()
  const toast = useToast()
  const words = useWords()
  const openFolder = useOpenFolder()

  return useCallback(
    (job, action) => {
      const run = async () => {
        try {
          if (action === 'cancel') putJob(cache, await ask('jobs.cancel', { id: job.id }))
          if (action === 'retry') putJob(cache, await ask('jobs.retry', { id: job.id }))
          if (action === 'reveal') await ask('shell.reveal', { path: madeBy(job) })
        } catch (thrown) {
          const { what, todo } = words.error(toErrorData(thrown))
          toast({ message: `${what} ${todo}` })
        }
      }
      if (action === 'discard') discard(job)
      else if (action === 'openProject') openFolder(folderOf(job), tabOf[job.type])
      else void run()
    },
    [cache, discard, openFolder, toast, words],
  )
}
