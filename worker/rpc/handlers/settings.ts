import type { Settings } from '#worker/api/settings.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

export interface SettingsStore {
  get(): Settings
  set(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Settings
}

/** @param onDatabase called when Postgres is to be reached in another way than before */
export function settingsHandlers(settings: SettingsStore, onDatabase: () => void): HandlersOf<'settings'> {
  return {
    'settings.get': () => settings.get(),
    'settings.set': (changes) => {
      const before = settings.get()
      const after = settings.set(changes)
      if (reach(before) !== reach(after)) onDatabase()
      return after
    },
  }
}

const reach = ({ postgresUrl, postgresTls, postgresCaFile }: Settings): string =>
  JSON.stringify([postgresUrl, postgresTls, postgresCaFile])
