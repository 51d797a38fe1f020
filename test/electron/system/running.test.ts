import { expect, test } from 'vitest'
import type { Job, JobState } from '#worker/api/jobs.ts'
import { RunningJobs } from '#electron/system/running.ts'

const job = (id: string, state: JobState, progress: number | null = null): Job =>
  ({ id, state, progress }) as Job

test('the taskbar shows nothing, then something unknown, then the mean (A18)', () => {
  const jobs = new RunningJobs()
  expect(jobs.progress).toBe(-1)
  jobs.hear(job('a', 'queued'))
  expect(jobs.progress).toBe(2)
  jobs.hear(job('a', 'started', 0.5))
  jobs.hear(job('b', 'started', 0.25))
  expect(jobs.progress).toBe(0.375)
  jobs.hear(job('a', 'finished', 1))
  jobs.hear(job('b', 'stopped'))
  expect([jobs.progress, jobs.busy]).toEqual([-1, false])
})

test('a job that waits for its next attempt does not run', () => {
  const jobs = new RunningJobs()
  jobs.hear(job('a', 'started'))
  jobs.hear(job('a', 'pending'))
  expect(jobs.busy).toBe(false)
})

test('an end is told once, and only of what ran here (A19)', () => {
  const jobs = new RunningJobs()
  expect(jobs.hear(job('old', 'finished'))).toBeNull()
  jobs.hear(job('a', 'started'))
  expect(jobs.hear(job('a', 'failed'))).toMatchObject({ id: 'a' })
  expect(jobs.hear(job('a', 'failed'))).toBeNull()
  jobs.hear(job('b', 'started'))
  expect(jobs.hear(job('b', 'stopped'))).toBeNull()
})

test('after the worker is gone nothing runs', () => {
  const jobs = new RunningJobs()
  jobs.hear(job('a', 'started', 0.5))
  jobs.clear()
  expect(jobs.progress).toBe(-1)
})
