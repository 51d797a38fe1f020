import { useEffect } from 'react'
import type { CommandId } from '#electron/api/commands.ts'
import type { FileRef } from '#electron/api/files.ts'
import { ask, listen } from '#renderer/bridge/bridge.ts'
import { useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useShortcuts } from '#renderer/features/shell/shortcuts.tsx'
import { fits } from '#renderer/ui/file-kinds.ts'

/** Does what the menu, a notification or a file opened from outside asks for, and cycles the panes on F6. */
export function useCommands(): void {
  const go = useGo()
  const { show } = useShortcuts()
  const [, change] = useDraft()
  const openFolder = useOpenFolder()

  useEffect(() => {
    const run: Record<CommandId, () => void> = {
      'project.new': () => go({ name: 'new' }),
      'folder.show': () => openFolder(null),
      'jobs.show': () => go({ name: 'jobs' }),
      'setup.show': () => go({ name: 'setup' }),
      'settings.show': () => go({ name: 'settings' }),
      'help.shortcuts': show,
    }
    const take = (files: FileRef[]) => {
      const form = files.find((file) => !file.isFolder && fits('form', file))
      const project = files.find((file) => !file.isFolder && fits('project', file))
      if (form) {
        change({ type: 'given', purpose: 'form', file: form })
        go({ name: 'new' })
      } else if (project) openFolder(project.path)
    }
    // What came with the start waits until it is asked for; what comes later is told.
    void ask('files.opened', {})
      .then(take)
      .catch(() => undefined)
    const ends = [
      listen('menu.command', ({ id }) => run[id]()),
      listen('job.show', ({ id }) => go({ name: 'job', id })),
      listen('files.opened', ({ files }) => take(files)),
    ]
    window.addEventListener('keydown', cyclePanes)
    return () => {
      ends.forEach((end) => end())
      window.removeEventListener('keydown', cyclePanes)
    }
  }, [go, show, change, openFolder])
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
