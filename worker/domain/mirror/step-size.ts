/** Bytes of a file's first step over a connection that nothing is known of yet. */
export const firstStep = 64 * 1024
/** Bytes of the largest step: what a file costs in memory, whatever its size. */
export const largestStep = 1024 * 1024
/** Longest wait for one step's answer, milliseconds. A dead connection is noticed after it. */
export const stepTimeoutMs = 15_000

/**
 * Bytes of the next step. Over a thin line a step of 1 MiB would never be answered in time, and the file would start
 * over from the same place for ever; so steps grow only while answers come quickly.
 *
 * @param bytes of the step before
 * @param ms that its answer took
 */
export function nextStep(bytes: number, ms: number): number {
  if (ms < stepTimeoutMs / 15) return Math.min(bytes * 2, largestStep)
  if (ms > stepTimeoutMs / 3) return Math.max(bytes / 2, firstStep / 4)
  return bytes
}
