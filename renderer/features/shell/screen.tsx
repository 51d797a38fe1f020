import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'

/** Everywhere a person can be. */
export type Screen =
  | { name: 'jobs' }
  | { name: 'job'; id: string }
  | { name: 'new' }
  /** The draft's form; `row` of the survey sheet is the question to begin with. */
  | { name: 'preview'; row: number | null }
  /** The opened project, or where one is chosen. */
  | { name: 'folder' }
  | { name: 'setup' }
  | { name: 'settings' }

interface Navigation {
  screen: Screen
  go: (screen: Screen) => void
}

const Context = createContext<Navigation>({ screen: { name: 'jobs' }, go: () => undefined })

/** Knows the screen that is shown. */
export function ScreenProvider({ start, children }: { start: Screen; children: ReactNode }) {
  const [screen, setScreen] = useState<Screen>(start)
  const go = useCallback((next: Screen) => setScreen(next), [])
  const value = useMemo(() => ({ screen, go }), [screen, go])
  return <Context value={value}>{children}</Context>
}

export function useScreen(): Screen {
  return use(Context).screen
}

/** Goes to a screen. */
export function useGo(): (screen: Screen) => void {
  return use(Context).go
}
