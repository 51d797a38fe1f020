import { expect, test } from 'vitest'
import { firstStep, largestStep, nextStep, stepTimeoutMs } from '#worker/domain/mirror/step-size.ts'

/** Milliseconds that each step of a file takes at that speed, and how large the last one is. */
function run(bytesPerSecond: number): { longest: number; last: number } {
  let step = firstStep
  let longest = 0
  for (let steps = 0; steps < 50; steps++) {
    const ms = 30 + (step / bytesPerSecond) * 1000
    longest = Math.max(longest, ms)
    step = nextStep(step, ms)
  }
  return { longest, last: step }
}

test('a fast line gets the largest steps', () => expect(run(20e6).last).toBe(largestStep))

test.each([6e3, 20e3, 60e3, 200e3, 1e6])('at %d bytes a second every step is answered in time', (speed) =>
  expect(run(speed).longest).toBeLessThan(stepTimeoutMs),
)
