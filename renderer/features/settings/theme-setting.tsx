import { useQueryClient } from '@tanstack/react-query'
import type { Theme } from '#electron/api/calls.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { keyOf, useAsk } from '#renderer/bridge/query.ts'
import { Segments } from '#renderer/ui/choice.tsx'
import { Setting } from '#renderer/ui/setting.tsx'
import { useWords } from '#renderer/words/words.tsx'

const sources = ['system', 'light', 'dark'] as const

/** Light, dark or as the system has it. Electron changes what `prefers-color-scheme` says. */
export function ThemeSetting() {
  const { say } = useWords()
  const cache = useQueryClient()
  const { data } = useAsk('theme.get', {})
  const choose = async (source: Theme['source']) => {
    cache.setQueryData(keyOf('theme.get', {}), await ask('theme.set', { source }))
  }
  return (
    <Setting
      title={say('ui.settings.theme')}
      action={
        <Segments
          label={say('ui.settings.theme')}
          value={data?.source ?? 'system'}
          onChange={(source) => void choose(source)}
          choices={sources.map((id) => ({ id, label: say(`ui.settings.theme.${id}`) }))}
        />
      }
    />
  )
}
