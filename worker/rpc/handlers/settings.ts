import type { Settings } from '#worker/api/settings.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

export interface SettingsStore {
  get(): Settings
  set(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Settings
}

export function settingsHandlers(settings: SettingsStore): HandlersOf<'settings'> {
  return {
    'settings.get': () => settings.get(),
    'settings.set': (changes) => settings.set(changes),
  }
}
