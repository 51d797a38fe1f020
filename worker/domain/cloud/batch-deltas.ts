/** Deltas that the server means to apply in one job. */
const serverBatch = 1000

/**
 * The deltas of each job that the server makes of those that wait. With 1000 or more it hands some out again (it
 * takes the larger of two limits where it means the smaller), or makes a job of none: push fewer and wait.
 */
export function batchDeltas(waiting: readonly string[]): string[][] {
  const batches: string[][] = []
  if (waiting.length === 0) return batches
  for (let index = 0; index <= Math.floor(waiting.length / serverBatch); index++) {
    const from = serverBatch * index
    const to = Math.max(serverBatch * (index + 1), waiting.length)
    batches.push(waiting.slice(from, to))
  }
  return batches
}
