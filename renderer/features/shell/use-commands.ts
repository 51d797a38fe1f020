import { useEffect } from 'react'
import type { CommandId } from '#electron/api/commands.ts'
import { listen } from '#renderer/bridge/bridge.ts'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useShortcuts } from '#renderer/features/shell/shortcuts.tsx'
import { fits } from '#renderer/ui/file-kinds.ts'

/** Does what the menu, a notification or a file opened from outside asks for, and cycles the panes on F6. */
export function useCommands(): void {
  const go = useGo()
  const { show } = useShortcuts()
  const [, change] = useDraft()

  useEffect(() => {
    const run: Record<CommandId, () => void> = {
      'project.new': () => go({ name: 'new' }),
      'jobs.show': () => go({ name: 'jobs' }),
      'setup.show': () => go({ name: 'setup' }),
      'settings.show': () => go({ name: 'settings' }),
      'help.shortcuts': show,
    }
    const ends = [
      listen('menu.command', ({ id }) => run[id]()),
      listen('job.show', ({ id }) => go({ name: 'job', id })),
      listen('files.opened', ({ files }) => {
        const form = files.find((file) => fits('form', file))
        if (!form) return
        change({ type: 'given', purpose: 'form', file: form })
        go({ name: 'new' })
      }),
    ]
    window.addEventListener('keydown', cyclePanes)
    return () => {
      ends.forEach((end) => end())
      window.removeEventListener('keydown', cyclePanes)
    }
  }, [go, show, change])
}

function cyclePanes(event: KeyboardEvent): void {
  if (event.key !== 'F6') return
  event.preventDefault()
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(at + (event.shiftKey ? panes.length - 1 : 1)) % panes.length]
  const target = next?.querySelector<HTMLElement>('[aria-current="page"], h1') ?? next
  target?.focus()
}
