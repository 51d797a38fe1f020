import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import { snapshotOf } from '#worker/domain/mirror/snapshot.ts'

const at = '2026-05-01T08:00:00.000Z'
const job: Job = {
  id: '01968b1c-0000-7000-8000-000000000001',
  type: 'generate',
  state: 'started',
  title: 'Wells of Mzuzu',
  origin: null,
  request: { form: '/home/amara/secret/form.xlsx', out: '/home/amara/out' },
  progress: 0.123456,
  steps: [
    { id: 'form', state: 'done', ms: 12.4 },
    { id: 'build', state: 'running', ms: null },
  ],
  attempts: 1,
  maxAttempts: 3,
  error: null,
  result: null,
  createdAt: at,
  updatedAt: at,
  startedAt: at,
  finishedAt: null,
  nextAttemptAt: null,
  cancelRequested: false,
}

test('a running job', () => {
  expect(snapshotOf(job, 7)).toEqual({
    jobId: job.id,
    type: 'generate',
    state: 'started',
    title: 'Wells of Mzuzu',
    attempts: 1,
    progress: 0.123,
    error: null,
    feedback: {
      feedback_version: '2.0',
      steps: [
        { id: 'form', status: 'done' },
        { id: 'build', status: 'running' },
      ],
    },
    timings: { form: 12 },
    revision: 7,
  })
})

test('a job that has not begun says no more than that', () => {
  const snapshot = snapshotOf({ ...job, state: 'queued', steps: [], progress: null }, 1)
  expect(snapshot).toMatchObject({ feedback: null, timings: null, progress: null })
})

test('a finished project tells how much it has', () => {
  const result = { layers: [{}, {}], issues: [{ level: 'error' }, { level: 'info' }], files: [{}] }
  expect(snapshotOf({ ...job, result }, 1).feedback?.counts).toEqual({
    layers: 2,
    errors: 1,
    warnings: 0,
    files: 1,
  })
  expect(snapshotOf({ ...job, result: { something: 'else' } }, 1).feedback).not.toHaveProperty('counts')
})

test.each([
  ['/home/amara/maps/out', 'out'],
  ['C:\\Users\\Amara\\out\\', 'out'],
  ['\\\\server\\share\\form.xlsx', 'form.xlsx'],
  ['form.xlsx', 'form.xlsx'],
  ['a/b', 'a/b'],
  ['/', ''],
])('of a path like %j the table learns %j', (path, told) => {
  const error = new AppError('output.occupied', { path, count: 3 }, { detail: `at ${path}` }).data
  expect(snapshotOf({ ...job, error }, 1).error).toEqual({
    code: 'output.occupied',
    params: { path: told, count: 3 },
    retry: 'user',
  })
})

test('nothing of the request, of folders or of raw words is in it, and it is small', () => {
  const error = new AppError('qgis.failed', { message: 'x'.repeat(9000) }, { detail: 'secret '.repeat(999) })
  const title = `${'a'.repeat(198)}🗺️ and more`
  const text = JSON.stringify(snapshotOf({ ...job, title, error: error.data }, 1))
  expect(text).not.toContain('secret')
  expect(text).not.toContain('amara')
  expect(text).not.toContain('\\ud8')
  expect(text.length).toBeLessThan(1000)
})
