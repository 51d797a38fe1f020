import { useQueryClient } from '@tanstack/react-query'
import { ask } from '#renderer/bridge/bridge.ts'
import { keyOf } from '#renderer/bridge/query.ts'
import { Button } from '#renderer/ui/button.tsx'
import type { IconName } from '#renderer/ui/icon.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Mend } from '#worker/api/doctor.ts'
import { toErrorData } from '#worker/api/errors.ts'

const icons: Record<Mend['kind'], IconName> = {
  command: 'copy',
  link: 'external',
  chooseQgis: 'folder',
  freeDisk: 'folder',
}

/** Does, or helps to do, what mends a finding. */
export function MendButton({ mend, onMended }: { mend: Mend; onMended: () => void }) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const cache = useQueryClient()

  const run = async () => {
    switch (mend.kind) {
      case 'command':
        await ask('clipboard.write', { text: mend.command })
        toast({ message: say('ui.mend.commandCopied') })
        return
      case 'link':
        await ask('shell.open', { url: mend.url })
        return
      case 'freeDisk':
        await ask('shell.reveal', { path: mend.folder })
        return
      case 'chooseQgis': {
        const file = await ask('files.choose', { purpose: 'qgis' })
        if (file === null) return
        const settings = await ask('settings.set', { qgisPython: file.path })
        cache.setQueryData(keyOf('settings.get', {}), settings)
        onMended()
      }
    }
  }
  const press = async () => {
    try {
      await run()
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
  }
  return (
    <Button icon={icons[mend.kind]} onPress={() => void press()}>
      {mend.kind === 'link'
        ? say('ui.mend.link', { host: new URL(mend.url).host })
        : say(`ui.mend.${mend.kind}`)}
    </Button>
  )
}
