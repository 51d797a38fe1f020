import { useAsk } from '#renderer/bridge/query.ts'
import { blockers } from '#renderer/features/setup/state.ts'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Says on the start screen that something needed is missing, and leads to where it is mended. */
export function SetupBanner() {
  const { say, list } = useWords()
  const go = useGo()
  const { data } = useAsk('doctor.run', {})
  if (!data || data.ready) return null
  const missing = blockers(data.findings)
  const names = list(missing.map(({ id }) => say(`ui.finding.${id}`)))
  return (
    <Banner
      tone="warn"
      title={say('ui.setup.bannerTitle')}
      text={
        missing.length === 0
          ? say('ui.setup.notReady')
          : say('ui.setup.bannerText', { names, count: missing.length })
      }
      action={<Button onPress={() => go({ name: 'setup' })}>{say('ui.setup.bannerAction')}</Button>}
    />
  )
}
