import { everyday } from '#test/renderer/harness/everyday.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import { without, type Scene } from '#test/renderer/harness/scene.ts'

/** Setup, settings and secrets. */
export const settingsScenes: Record<string, Scene> = {
  setup: { screen: { name: 'setup' }, script: everyday },
  'setup-broken': { screen: { name: 'setup' }, script: { ...everyday, 'doctor.run': samples.broken } },
  'setup-loading': { screen: { name: 'setup' }, script: without('doctor.run') },
  settings: { screen: { name: 'settings' }, script: everyday },
  'secrets-kept': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': samples.secrets({
        services: { state: 'system', names: ['survey', 'cadastre'] },
        variables: { QFC_PG_EFFECTIVE_USER: 'system', TILES_KEY: 'lost' },
      }),
    },
  },
  'secrets-unsafe': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': samples.secrets({
        safe: false,
        services: { state: 'ask', names: [] },
        variables: { TILES_KEY: 'plain' },
      }),
    },
  },
}
