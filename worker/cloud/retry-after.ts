import type { Answer } from '#worker/cloud/wire.ts'

/** Seconds: who names more is asked again all the same. */
const longestWait = 3600

/**
 * Seconds that a server wants to be left alone (`Retry-After`, RFC 9110: seconds or a date), 1 to 3600; null when it
 * names none. A date is held against the answer's own: clocks of laptops and servers go wrong.
 */
export function waitOf(answer: Answer): number | null {
  const told = answer.header('retry-after')?.trim() ?? ''
  const seconds = /^\d+$/.test(told) ? Number(told) : secondsTo(told, answer.header('date'))
  return Number.isFinite(seconds) ? Math.min(longestWait, Math.max(1, Math.ceil(seconds))) : null
}

function secondsTo(date: string, from: string | null): number {
  return (Date.parse(date) - (from === null ? Date.now() : Date.parse(from))) / 1000
}
