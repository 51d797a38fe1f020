import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JobState } from '#worker/api/jobs.ts'
import { type JobEvent, mayDiscard, transition } from '#worker/domain/job/state.ts'

const events: JobEvent[] = ['due', 'claim', 'finish', 'fail', 'postpone', 'handBack', 'stop', 'retry']

test('the table, whole', () => {
  const lines = JobState.options.flatMap((state) =>
    events.flatMap((event) => {
      const next = transition(state, event)
      return next === null ? [] : [`${state} ${event} ${next}`]
    }),
  )
  expect(lines).toEqual([
    'pending due queued',
    'pending stop stopped',
    'queued claim started',
    'queued stop stopped',
    'started finish finished',
    'started fail failed',
    'started postpone pending',
    'started handBack queued',
    'started stop stopped',
    'stopped retry queued',
    'failed retry queued',
  ])
})

test('whatever happens, a job can still end, and a finished one is never touched again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 60 }), (walk) => {
      let state: JobState = 'queued'
      for (const event of walk) {
        const next: JobState = transition(state, event) ?? state
        expect(state === 'finished' ? next : 'finished').toBe('finished')
        state = next
      }
      expect(mayDiscard(state) || transition(state, 'stop') === 'stopped').toBe(true)
    }),
  )
})

test('only a running job may not be discarded', () => {
  expect(JobState.options.filter((state) => !mayDiscard(state))).toEqual(['started'])
})
