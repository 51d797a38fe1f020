import { expect, test } from 'vitest'
import { createSweeper } from '#worker/memory/sweeper.ts'

const mebibyte = 1 << 20

/** The most that passing buffers held at any time, in MiB. */
function peakOf(afterEach: (bytes: number) => void): number {
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  for (let passed = 0; passed < 300; passed++) {
    const buffer = Buffer.alloc(mebibyte)
    afterEach(buffer.length)
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
  }
  return most / mebibyte
}

test('what has passed does not gather', () => {
  const swept = peakOf(createSweeper())
  const left = peakOf(() => undefined)
  process.stderr.write(
    `300 MiB held at most ${Math.round(swept)} MiB swept, ${Math.round(left)} MiB left to V8.\n`,
  )
  expect(swept).toBeLessThan(16)
})
