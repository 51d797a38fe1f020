import { everyday } from '#test/renderer/harness/everyday.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import { without, type Scene } from '#test/renderer/harness/scene.ts'
import { AppError } from '#worker/api/errors.ts'

/** The list of jobs and one of them, and a worker that is not there. */
export const jobsScenes: Record<string, Scene> = {
  'jobs-empty': { screen: { name: 'jobs' }, script: { ...everyday, 'jobs.list': [] } },
  'jobs-loading': { screen: { name: 'jobs' }, script: without('jobs.list') },
  'jobs-full': { screen: { name: 'jobs' }, script: everyday },
  'jobs-error': {
    screen: { name: 'jobs' },
    script: { ...everyday, 'jobs.list': new AppError('store.locked') },
  },
  'jobs-no-qgis': {
    screen: { name: 'jobs' },
    script: { ...everyday, 'doctor.run': samples.broken, 'jobs.list': [] },
  },
  'job-running': { screen: { name: 'job', id: 'running' }, script: everyday },
  'job-finished': { screen: { name: 'job', id: 'job-1' }, script: everyday },
  'job-failed': { screen: { name: 'job', id: 'failed' }, script: everyday },
  'job-pending': { screen: { name: 'job', id: 'pending' }, script: everyday },
  'job-stopped': { screen: { name: 'job', id: 'stopped' }, script: everyday },
  'job-gone': { screen: { name: 'job', id: 'nobody' }, script: everyday },
  'worker-failed': {
    screen: { name: 'jobs' },
    script: {
      ...everyday,
      'worker.get': { state: 'failed', error: new AppError('store.corrupt').data },
      'jobs.list': new AppError('worker.unavailable'),
    },
  },
  'worker-restarting': {
    screen: { name: 'jobs' },
    script: { ...everyday, 'worker.get': { state: 'restarting', error: null } },
  },
}
