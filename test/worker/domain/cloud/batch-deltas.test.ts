import { expect, test } from 'vitest'
import { batchDeltas } from '#worker/domain/cloud/batch-deltas.ts'

test.each([
  [0, []],
  [1, ['0-0']],
  [999, ['0-998']],
  // A second job, of nothing.
  [1000, ['0-999', '-']],
  [1500, ['0-1499', '1000-1499']],
  [2500, ['0-2499', '1000-2499', '2000-2499']],
])('of %i deltas', (count, expected) => {
  const waiting = Array.from({ length: count }, (_, at) => String(at))
  const jobs = batchDeltas(waiting).map((batch) =>
    batch.length === 0 ? '-' : `${batch[0] ?? ''}-${batch.at(-1) ?? ''}`,
  )
  expect(jobs).toEqual(expected)
})
