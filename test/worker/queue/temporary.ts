import { expect, onTestFinished } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import type { Emit, EventName } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import { createQueue, type QueueOptions } from '#worker/queue/queue.ts'
import type { Runner } from '#worker/queue/run.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

const steps = [
  { id: 'compile', weight: 1 },
  { id: 'build', weight: 3 },
]

/** Rejects when it is told to stop, as a QGIS session does. */
export const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('job.cancelled')))
  })

/** A queue over a real ledger, whose events are kept. */
export async function queueOf(run: Runner, options: Partial<QueueOptions> = {}) {
  const ledger = await temporaryLedger()
  const events: { name: EventName; payload: unknown }[] = []
  const errors: unknown[] = []
  const emit: Emit = (name, payload) => void events.push({ name, payload })
  const queue = createQueue({
    ledger,
    plans: { generate: { steps, run } },
    emit,
    now: ledger.clock.now,
    onError: (thrown) => errors.push(thrown),
    ...options,
    timing: { poll: 20, report: 0, settleAgain: 10, grace: 30, ...options.timing },
  })
  onTestFinished(() => queue.stop({ drainMs: 0 }))
  const reach = (id: string, state: Job['state']) =>
    expect.poll(() => ledger.jobs.get(id).state, { interval: 2, timeout: 5_000 }).toBe(state)
  const changes = (id: string) =>
    events
      .filter(({ name }) => name === 'job.changed')
      .map(({ payload }) => payload as Job)
      .filter((job) => job.id === id)
  return { ...ledger, queue, events, errors, reach, changes }
}
