import { useSyncExternalStore } from 'react'

const second = 1000

/** The time in milliseconds, in whole seconds; it moves on while something runs. */
export function useNow(isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? eachSecond : never, currentSecond)
}

function currentSecond(): number {
  return Math.floor(Date.now() / second) * second
}

function eachSecond(listener: () => void): () => void {
  const timer = setInterval(listener, second)
  return () => clearInterval(timer)
}

function never(): () => void {
  return () => undefined
}
