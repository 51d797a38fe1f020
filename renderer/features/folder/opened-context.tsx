import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { useGo } from '#renderer/features/shell/screen.tsx'

export const folderTabs = ['check', 'package', 'changes', 'cloud'] as const
export type FolderTab = (typeof folderTabs)[number]

export interface Opened {
  /** The project's folder, or its project file, as somebody named it; null while none is open. */
  path: string | null
  tab: FolderTab
}

interface Opening {
  opened: Opened
  open: (opened: Opened) => void
}

const nothing: Opened = { path: null, tab: 'check' }
const Context = createContext<Opening>({ opened: nothing, open: () => undefined })

/** Remembers the open project above the screens, so that going elsewhere and back leads to the same place. */
export function OpenedProvider({
  start = nothing,
  children,
}: {
  start?: Opened | undefined
  children: ReactNode
}) {
  const [opened, open] = useState(start)
  const value = useMemo(() => ({ opened, open }), [opened])
  return <Context value={value}>{children}</Context>
}

export function useOpened(): Opened {
  return use(Context).opened
}

/** Goes to a project's folder; null leads to where one is chosen. */
export function useOpenFolder(): (path: string | null, tab?: FolderTab) => void {
  const { open } = use(Context)
  const go = useGo()
  return useCallback(
    (path, tab = 'check') => {
      open({ path, tab })
      go({ name: 'folder' })
    },
    [open, go],
  )
}
