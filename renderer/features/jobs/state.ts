import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Job, JobState } from '#worker/api/jobs.ts'

/** What a person may do with a job in its present state. */
export type JobAction = 'cancel' | 'retry' | 'reveal' | 'openProject' | 'discard'

export interface JobLook {
  tone: Tone
  icon: IconName
  word: JobState | 'cancelling'
}

const looks: Record<JobState, JobLook> = {
  pending: { tone: 'neutral', icon: 'clock', word: 'pending' },
  queued: { tone: 'neutral', icon: 'clock', word: 'queued' },
  started: { tone: 'busy', icon: 'retry', word: 'started' },
  finished: { tone: 'good', icon: 'check', word: 'finished' },
  stopped: { tone: 'neutral', icon: 'stopped', word: 'stopped' },
  failed: { tone: 'bad', icon: 'cross', word: 'failed' },
}

/** How a job's state is shown. */
export function lookOf(job: Job): JobLook {
  if (job.cancelRequested && isOpen(job)) return { ...looks.started, word: 'cancelling' }
  return looks[job.state]
}

/** Whether the work is still to be done or under way. */
export function isOpen({ state }: Job): boolean {
  return state === 'pending' || state === 'queued' || state === 'started'
}

/** The first is the one that a person most likely wants. */
export function actionsOf(job: Job): JobAction[] {
  if (isOpen(job)) return job.cancelRequested ? [] : ['cancel']
  const ways: JobAction[] = folderJobs.has(job.type) ? ['openProject'] : []
  if (job.state !== 'finished') return ['retry', ...ways, 'discard']
  // Neither a check nor applied changes make a folder of their own.
  const made: JobAction[] = ways.length === 0 || job.type === 'package' ? ['reveal'] : []
  return [...made, ...ways, 'discard']
}

/** Types of jobs about a project that somebody opened. */
const folderJobs: ReadonlySet<Job['type']> = new Set([
  'process_projectfile',
  'package',
  'delta_apply',
  'sync',
])

/** The step that runs now; null between steps and before the first. */
export function runningStep(job: Job): string | null {
  return job.steps.find(({ state }) => state === 'running')?.id ?? null
}
