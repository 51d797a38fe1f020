import { everyday } from '#test/renderer/harness/everyday.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import * as cloud from '#test/renderer/harness/sample-cloud.ts'
import { opened, jobScene, type Scene } from '#test/renderer/harness/scene.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

/** The project's side in QFieldCloud, with these syncs. */
const clouded = (jobs: Job[], more: Script = {}): Scene => opened('cloud', jobs, { ...cloud.online, ...more })

/** The project's side in QFieldCloud. */
export const cloudScenes: Record<string, Scene> = {
  'cloud-signed-out': clouded([], { 'cloud.accounts': [], 'cloud.link': null }),
  'cloud-new': clouded([], { 'cloud.link': null, 'cloud.plan': cloud.bigPlan }),
  'cloud-linked': clouded([]),
  'cloud-expired': clouded([], { 'cloud.link': cloud.link({ accountId: 'account-2' }) }),
  'cloud-offline': clouded([], {
    'cloud.plan': new AppError('cloud.unreachable', { host: 'app.qfield.cloud' }),
  }),
  'cloud-equal': clouded([], { 'cloud.plan': cloud.equal }),
  'cloud-syncing': clouded([cloud.syncing()], { 'cloud.files': cloud.files(500, 214) }),
  'cloud-waiting': clouded(
    [
      {
        ...cloud.syncing(),
        state: 'pending',
        attempts: 3,
        nextAttemptAt: '2026-11-22T09:42:00.000Z',
        error: new AppError('cloud.unreachable', { host: 'app.qfield.cloud' }).data,
      },
    ],
    { 'cloud.files': cloud.files(500, 214) },
  ),
  'cloud-paused': clouded([cloud.sync({ state: 'stopped', result: null })], {
    'cloud.files': cloud.files(40, 12),
  }),
  'cloud-synced': clouded([cloud.sync()]),
  'cloud-partly': clouded([
    cloud.sync({
      state: 'finished',
      result: cloud.result({
        skipped: 2,
        keptBoth: [{ name: 'data/water.gpkg', other: 'data/water (server 2026-11-22).gpkg' }],
      }),
    }),
  ]),
  'cloud-failed': clouded(
    [
      cloud.sync({
        state: 'failed',
        error: new AppError('cloud.incomplete', { host: 'app.qfield.cloud' }).data,
        result: cloud.result({ failed: cloud.failedFiles().slice(38), packageJob: null, checkJob: null }),
      }),
    ],
    { 'cloud.files': cloud.failedFiles() },
  ),
  'cloud-accounts': { screen: { name: 'settings' }, script: { ...everyday, ...cloud.online } },
  'job-sync': jobScene(cloud.sync()),
}
