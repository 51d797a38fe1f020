/** Lets a loop sleep until there is something to do. */
export interface Bell {
  /** Ends the wait that is on, or the next one at once. */
  ring(): void
  /** Resolves after `ms` milliseconds, when it rings, or when `signal` fires; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring() {
      rung = true
      wake?.()
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          wake = null
          rung = false
          resolve()
        }
        const timer = setTimeout(done, ms)
        wake = done
        signal.addEventListener('abort', done, { once: true })
        if (rung || signal.aborted) done()
      }),
  }
}
