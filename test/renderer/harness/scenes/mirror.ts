import { everyday } from '#test/renderer/harness/everyday.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import type { Scene } from '#test/renderer/harness/scene.ts'
import type { MirrorStatus } from '#worker/api/mirror.ts'

/** With a database that stands so. */
const sharing = (status: Partial<MirrorStatus>, more: Script = {}): Script => ({
  ...everyday,
  'settings.get': samples.sharing,
  'settings.set': (change) => ({ ...samples.sharing, ...change }) as typeof samples.settings,
  'secrets.state': samples.secrets({ postgres: 'system' }),
  'mirror.status': samples.mirror(status),
  'jobs.list': () => [samples.taken(), ...samples.jobs()],
  'jobs.get': samples.taken,
  ...more,
})

/** The database that jobs are shared through. */
export const mirrorScenes: Record<string, Scene> = {
  'mirror-form': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': samples.secrets({ safe: false }),
      'mirror.test': {
        reachable: false,
        host: 'db.example.org',
        database: 'f',
        trouble: 'signIn',
        detail: 'password authentication failed for user "asha"',
      },
    },
  },
  'mirror-connected': { screen: { name: 'settings' }, script: sharing({}) },
  'mirror-connecting': { screen: { name: 'settings' }, script: sharing({ state: 'connecting' }) },
  'mirror-offline': { screen: { name: 'jobs' }, script: sharing({ state: 'offline', waiting: 12 }) },
  'mirror-unreachable': {
    screen: { name: 'settings' },
    script: sharing({ state: 'unreachable', trouble: 'timeout', waiting: 1200 }),
  },
  'mirror-refused': {
    screen: { name: 'settings' },
    script: sharing({ state: 'refused', trouble: 'signIn', waiting: 3 }),
  },
  'mirror-readonly': {
    screen: { name: 'settings' },
    script: sharing({ readOnly: true, trouble: 'newer', waiting: 3 }),
  },
  'mirror-password': {
    screen: { name: 'settings' },
    script: sharing(
      { state: 'refused', trouble: 'signIn' },
      { 'secrets.state': samples.secrets({ safe: false, postgres: 'ask' }) },
    ),
  },
  'mirror-jobs': { screen: { name: 'jobs' }, script: sharing({ taken: 1 }) },
  'mirror-job': { screen: { name: 'job', id: 'taken' }, script: sharing({}) },
}
