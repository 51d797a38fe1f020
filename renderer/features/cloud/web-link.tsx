import { ask } from '#renderer/bridge/bridge.ts'
import { hostOf, usualServer } from '#renderer/features/cloud/account.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** A project's page. The app opens pages of the public server alone; of others the address is copied. */
export function WebLink({ url }: { url: string }) {
  const { say } = useWords()
  const toast = useToast()
  const opens = url.startsWith('https:') && hostOf(url) === usualServer
  const act = async () => {
    if (opens) return void (await ask('shell.open', { url }))
    await ask('clipboard.write', { text: url })
    toast({ message: `${say('ui.copied')}: ${url}` })
  }
  return (
    <Button icon={opens ? 'external' : 'copy'} onPress={() => void act()}>
      {say(opens ? 'ui.cloud.web' : 'ui.cloud.webCopy')}
    </Button>
  )
}

/** Where a project's page is. */
export function projectUrl({ server, owner, name }: { server: string; owner: string; name: string }): string {
  return new URL(`/a/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`, server).href
}
