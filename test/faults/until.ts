import { setTimeout as sleep } from 'node:timers/promises'

/** What `look` finds, once it finds something. @throws Error after a generous while */
export async function until<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { ms = 90_000, everyMs = 25 } = {},
): Promise<T> {
  for (const end = performance.now() + ms; performance.now() < end;) {
    const seen = await look()
    if (seen !== undefined && seen !== null && seen !== false) return seen
    await sleep(everyMs)
  }
  throw new Error(`Waited in vain: ${String(look)}`)
}
