import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { AnyInput } from '#renderer/bridge/bridge.ts'
import { jobsInput, putJob } from '#renderer/bridge/live.ts'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import { useHiddenJobs } from '#renderer/features/jobs/discard.tsx'
import { type FolderJobType, folderOf } from '#renderer/features/folder/outcome.ts'
import type { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

/** The newest job of a type about this folder: the ledger remembers it, so the screen need not. */
export function useFolderJob(type: FolderJobType, folder: string): Job | null {
  const { data: jobs } = useAsk('jobs.list', jobsInput)
  const hidden = useHiddenJobs()
  return jobs?.find((job) => job.type === type && folderOf(job) === folder && !hidden.has(job.id)) ?? null
}

interface Start<M extends 'jobs.check' | 'jobs.package' | 'jobs.applyDeltas'> {
  start: (input: AnyInput<M>) => void
  busy: boolean
  /** Why it was not even taken. */
  error: AppError | null
}

/** Starts a job; it is on the screen as soon as the ledger has it. */
export function useStart<M extends 'jobs.check' | 'jobs.package' | 'jobs.applyDeltas'>(method: M): Start<M> {
  const cache = useQueryClient()
  const { mutate, isPending, error } = useAct(method)
  const start = useCallback(
    (input: AnyInput<M>) => {
      if (!isPending) mutate(input, { onSuccess: (job) => void putJob(cache, job) })
    },
    [mutate, isPending, cache],
  )
  return { start, busy: isPending, error }
}
