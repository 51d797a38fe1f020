import { type ReactNode, useState } from 'react'
import { Button } from '#renderer/ui/button.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** The first few of many, and the button that shows all of them; null where these are all. `open`: all at once. */
export function useFirstFew<T>(items: T[], few: number, open = false): [shown: T[], more: ReactNode] {
  const { say } = useWords()
  const [all, setAll] = useState(open)
  if (all || items.length <= few) return [items, null]
  const more = (
    <Button kind="plain" onPress={() => setAll(true)}>
      {say('ui.showAll', { count: items.length })}
    </Button>
  )
  return [items.slice(0, few), more]
}
