import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type AnyMethod, listen } from '#renderer/bridge/bridge.ts'
import { keyOf } from '#renderer/bridge/query.ts'
import type { Job, LogLine } from '#worker/api/jobs.ts'

/** Keeps the cache as fresh as the worker's events; `onState` hears each change of a job's state. */
export function useLiveCache(onState: (job: Job) => void): void {
  const cache = useQueryClient()
  useEffect(() => {
    const ends = [
      listen('job.changed', (job) => {
        const before = putJob(cache, job)
        if (before?.state !== job.state) onState(job)
        for (const method of outdatedBy(job)) void cache.invalidateQueries({ queryKey: [method] })
      }),
      listen('job.discarded', ({ id }) => dropJob(cache, id)),
      listen('job.logged', (line) => putLine(cache, line)),
      listen('mirror.changed', (status) => cache.setQueryData(keyOf('mirror.status', {}), status)),
      listen('worker.state', (state) => {
        cache.setQueryData(keyOf('worker.get', {}), state)
        if (state.state === 'ready') void cache.invalidateQueries()
      }),
      listen('secrets.changed', (state) => cache.setQueryData(keyOf('secrets.state', {}), state)),
      listen('theme.changed', (theme) => cache.setQueryData(keyOf('theme.get', {}), theme)),
    ]
    return () => ends.forEach((end) => end())
  }, [cache, onState])
}

/** Answers that a job made untrue when it ended. */
function outdatedBy({ type, state }: Job): AnyMethod[] {
  if (state !== 'finished' && state !== 'failed' && state !== 'stopped') return []
  if (type === 'delta_apply') return ['folder.look', 'deltas.list']
  if (type === 'sync') return ['folder.look', 'cloud.link', 'cloud.files', 'cloud.jobs', 'cloud.projects']
  return type === 'package' ? ['folder.beside'] : []
}

/** The newest jobs first, as the list shows them. */
export const jobsInput = { limit: 500 }

/** Writes a whole job into every place where it is cached. An older copy than the cached one changes nothing. */
export function putJob(cache: QueryClient, job: Job): Job | undefined {
  const jobs = cache.getQueryData<Job[]>(keyOf('jobs.list', jobsInput))
  const before =
    cache.getQueryData<Job>(keyOf('jobs.get', { id: job.id })) ?? jobs?.find(({ id }) => id === job.id)
  if (before && before.updatedAt > job.updatedAt) return before
  cache.setQueryData(keyOf('jobs.get', { id: job.id }), job)
  if (jobs) {
    const known = jobs.some(({ id }) => id === job.id)
    const next = known ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...jobs]
    cache.setQueryData(keyOf('jobs.list', jobsInput), next)
  }
  return before
}

/** Forgets a job everywhere. */
export function dropJob(cache: QueryClient, id: string): void {
  cache.setQueryData<Job[]>(keyOf('jobs.list', jobsInput), (jobs) => jobs?.filter((job) => job.id !== id))
  cache.removeQueries({ queryKey: keyOf('jobs.get', { id }) })
}

function putLine(cache: QueryClient, line: LogLine): void {
  cache.setQueryData<LogLine[]>(keyOf('jobs.log', { id: line.jobId, after: 0 }), (lines) =>
    lines === undefined || lines.some(({ id }) => id === line.id) ? lines : [...lines, line],
  )
}
