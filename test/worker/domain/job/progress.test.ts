import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advance, endStep, enterStep, startTrack } from '#worker/domain/job/progress.ts'

const plan = [
  { id: 'compile', weight: 1 },
  { id: 'build', weight: 8 },
  { id: 'save', weight: 1 },
]

test('progress is weighted, and each step tells its time', () => {
  let track = enterStep(startTrack(plan), 'compile', 1_000)
  expect(track.overall).toBe(0)
  track = enterStep(track, 'build', 1_040)
  track = advance(track, 0.5)
  expect(track.overall).toBe(0.5)
  expect(track.steps).toEqual([
    { id: 'compile', state: 'done', ms: 40 },
    { id: 'build', state: 'running', ms: null },
    { id: 'save', state: 'waiting', ms: null },
  ])
  track = endStep(track, 'failed', 1_100)
  expect(track.steps[1]).toEqual({ id: 'build', state: 'failed', ms: 60 })
  expect(track.overall).toBe(0.5)
})

test('a step that the plan does not have is refused', () => {
  expect(() => enterStep(startTrack(plan), 'upload', 0)).toThrow('upload')
})

test('progress stays within 0..1, never goes back, and one step runs at most', () => {
  const anyAction = fc.oneof(
    fc.constantFrom('compile', 'build', 'save'),
    fc.double({ min: -2, max: 2 }),
    fc.constantFrom<'done' | 'failed'>('done', 'failed').map((state) => ({ state })),
  )
  fc.assert(
    fc.property(fc.array(anyAction), (actions) => {
      let track = startTrack(plan)
      actions.forEach((action, at) => {
        const before = track.overall
        if (typeof action === 'string') track = enterStep(track, action, at)
        else if (typeof action === 'number') track = advance(track, action)
        else track = endStep(track, action.state, at)
        expect(track.overall).toBeGreaterThanOrEqual(before)
        expect(track.overall).toBeLessThanOrEqual(1)
        expect(track.steps.filter((step) => step.state === 'running').length).toBeLessThanOrEqual(1)
        expect(track.steps.map((step) => step.id)).toEqual(plan.map((step) => step.id))
      })
    }),
  )
})

test('a plan without weight is no division by zero', () => {
  const track = enterStep(startTrack([{ id: 'only', weight: 0 }]), 'only', 0)
  expect(advance(track, 1).overall).toBe(0)
})
