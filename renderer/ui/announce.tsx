import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react'

type Announce = (message: string, urgency?: 'polite' | 'assertive') => void

const Context = createContext<Announce>(() => undefined)

/** Polite messages gather for this long, so that a busy queue does not talk all the time. */
const quietTime = 3000

/** Two live regions for screen readers. Polite messages come in batches, assertive ones at once. */
export function Announcer({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  const waiting = useRef<string[]>([])
  const lastSaid = useRef(-quietTime)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const flush = useCallback(() => {
    timer.current = undefined
    lastSaid.current = performance.now()
    setPolite(waiting.current.splice(0).join(' '))
  }, [])

  const announce = useCallback<Announce>(
    (message, urgency = 'polite') => {
      if (urgency === 'assertive') {
        setAssertive(message)
        return
      }
      waiting.current.push(message)
      const wait = Math.max(0, lastSaid.current + quietTime - performance.now())
      timer.current ??= setTimeout(flush, wait)
    },
    [flush],
  )
  useEffect(() => () => clearTimeout(timer.current), [])

  return (
    <Context value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite" data-testid="polite">
        {polite}
      </div>
      <div className="visually-hidden" aria-live="assertive" data-testid="assertive">
        {assertive}
      </div>
    </Context>
  )
}

/** Tells a screen reader what a sighted person sees change. */
export function useAnnounce(): Announce {
  return use(Context)
}
