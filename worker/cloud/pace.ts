import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds that are slept at once. */
const longestSleep = 1000

/**
 * Answers a function to be called after so many bytes went through: it waits until no more than `rate` a second have.
 *
 * @param rate bytes a second; null does not wait
 * @param awake called now and then, so that our own silence is not taken for the server's
 */
export function pace(
  rate: number | null,
  signal: AbortSignal,
  awake: () => void = () => undefined,
): (bytes: number) => Promise<void> {
  if (rate === null) return async () => undefined
  const began = performance.now()
  let total = 0
  return async (bytes) => {
    total += bytes
    for (;;) {
      const left = began + (total / rate) * 1000 - performance.now()
      if (left < 1) return
      await sleep(Math.min(left, longestSleep), undefined, { signal })
      awake()
    }
  }
}

/** Bytes to read at once: a quarter of a second's at most, or the pace would go by jerks. */
export function pieceFor(rate: number | null): number {
  const usual = 64 * 1024
  return rate === null ? usual : Math.min(usual, Math.max(1024, Math.floor(rate / 4)))
}
