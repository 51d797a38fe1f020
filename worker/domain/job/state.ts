import type { JobState } from '#worker/api/jobs.ts'

/**
 * What can happen to a job: `due` its next attempt's time came, `claim` a runner took it, `finish` the work
 * succeeded, `fail` it gave up, `postpone` it waits for another attempt, `handBack` the worker stopped under
 * it, `stop` somebody cancelled it, `retry` somebody asked for it again.
 */
export type JobEvent = 'due' | 'claim' | 'finish' | 'fail' | 'postpone' | 'handBack' | 'stop' | 'retry'

const table: Record<JobState, Partial<Record<JobEvent, JobState>>> = {
  pending: { due: 'queued', stop: 'stopped' },
  queued: { claim: 'started', stop: 'stopped' },
  started: {
    finish: 'finished',
    fail: 'failed',
    postpone: 'pending',
    handBack: 'queued',
    stop: 'stopped',
  },
  finished: {},
  stopped: { retry: 'queued' },
  failed: { retry: 'queued' },
}

/** The state after `event`, or null where the table has no such transition. */
export function transition(state: JobState, event: JobEvent): JobState | null {
  return table[state][event] ?? null
}

/** Whether nobody works on the job, so that its row and files may go. */
export function mayDiscard(state: JobState): boolean {
  return state !== 'started'
}
