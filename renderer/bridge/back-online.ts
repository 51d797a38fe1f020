import { useEffect } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'

/** Tells the worker when the computer finds a network again, so that nothing waits longer than it must. */
export function useBackOnline(): void {
  useEffect(() => {
    // A worker that can't hear it now looks by itself before long.
    const hurry = () => void ask('jobs.hurry', {}).catch(() => undefined)
    window.addEventListener('online', hurry)
    return () => window.removeEventListener('online', hurry)
  }, [])
}
