/** Waiting time before the first, second and third restart. */
const delays = [500, 2000, 8000] as const
const window = 5 * 60_000

/**
 * Milliseconds until the worker starts again after a crash, or null when it has crashed too often.
 *
 * @param crashes times of all crashes so far, this one last, in milliseconds
 */
export function restartDelay(crashes: readonly number[]): number | null {
  const now = crashes.at(-1) ?? 0
  const recent = crashes.filter((time) => now - time < window).length
  return delays[recent - 1] ?? null
}
