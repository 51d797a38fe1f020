import { useEffect, useState } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import { ask, grant } from '#renderer/bridge/bridge.ts'
import { useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useGo } from '#renderer/features/shell/screen.tsx'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { fits } from '#renderer/ui/file-kinds.ts'
import { useToast } from '#renderer/ui/toast.tsx'
import { carriesFiles } from '#renderer/ui/use-drop.ts'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'

/** What hangs over the window. While a drag lasts only MIME types are known, and often not even those. */
export type Hovering = 'nothing' | 'perhaps' | 'wrong'

/** Makes the whole window take forms and projects. Whatever else is dropped, nothing ever navigates away. */
export function useWindowDrop(): Hovering {
  const [hovering, setHovering] = useState<Hovering>('nothing')
  const [, change] = useDraft()
  const go = useGo()
  const openFolder = useOpenFolder()
  const toast = useToast()
  const announce = useAnnounce()
  const { say, error } = useWords()

  useEffect(() => {
    const show = (next: Hovering) => {
      setHovering(next)
      document.body.toggleAttribute('data-dragging', next !== 'nothing')
    }
    const refuse = (message: string) => {
      toast({ message })
      announce(message, 'assertive')
    }
    const take = async (file: File) => {
      try {
        const granted = await grant(file)
        if (await isProject(granted)) {
          openFolder(granted.path)
          return
        }
        if (!fits('form', granted)) {
          refuse(say('ui.drop.refused', { name: granted.name }))
          return
        }
        change({ type: 'given', purpose: 'form', file: granted })
        go({ name: 'new' })
      } catch (thrown) {
        refuse(error(toErrorData(thrown)).what)
      }
    }
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      show(isPlainlyWrong(event.dataTransfer) ? 'wrong' : 'perhaps')
    }
    const onLeave = (event: DragEvent) => {
      // Leaving for no other element is leaving the window.
      if (event.relatedTarget === null) show('nothing')
    }
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      show('nothing')
      const isTaken = event.defaultPrevented
      event.preventDefault()
      const files = [...(event.dataTransfer?.files ?? [])]
      const [first] = files
      if (isTaken || !first) return
      if (files.length > 1) refuse(say('ui.drop.one'))
      else void take(first)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [change, go, openFolder, toast, announce, say, error])

  return hovering
}

/** A project file is one by its name; a folder may hold a project, or the sheets of a form. */
async function isProject(file: FileRef): Promise<boolean> {
  if (!file.isFolder) return fits('project', file)
  return (await ask('folder.look', { folder: file.path })).projects > 0
}

function isPlainlyWrong(data: DataTransfer | null): boolean {
  const items = [...(data?.items ?? [])].filter(({ kind }) => kind === 'file')
  return items.length > 0 && items.every(({ type }) => /^(image|video|audio|text)\/|pdf$/.test(type))
}
