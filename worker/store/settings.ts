import { Settings } from '#worker/api/settings.ts'
import type { Store } from '#worker/store/connection.ts'

type Key = keyof Settings
const keys = Object.keys(Settings.shape) as Key[]

/** The settings as rows: one key, one JSON value. */
export function createSettings(store: Store) {
  /** Every setting; a row that is missing, broken or from another version counts as its default. */
  function get(): Settings {
    const rows = store.all('SELECT key, value FROM settings') as { key: string; value: string }[]
    const stored = new Map(rows.map((row) => [row.key, row.value]))
    const valid = keys.flatMap((key) => {
      const text = stored.get(key)
      if (text === undefined) return []
      const parsed = Settings.shape[key].safeParse(JSON.parse(text))
      return parsed.success ? [[key, parsed.data]] : []
    })
    return Settings.parse(Object.fromEntries(valid))
  }

  /** Changes the named settings only. */
  function set(patch: { [K in Key]?: Settings[K] | undefined }): Settings {
    store.write(() => {
      for (const [key, value] of Object.entries(patch)) {
        if (value === undefined) continue
        store.run(
          'INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
          { key, value: JSON.stringify(value) },
        )
      }
    })
    return get()
  }

  return { get, set }
}

export type SettingsStore = ReturnType<typeof createSettings>
