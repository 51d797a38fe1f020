import type { Emit } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { HandlersOf, Parsed } from '#worker/rpc/handlers.ts'
import type { Queue } from '#worker/queue/queue.ts'
import type { Ledger } from '#worker/store/ledger.ts'

export interface JobsParts {
  ledger: Ledger
  queue: Queue
  emit: Emit
  /** Checks a request and copies its files into the ledger: from its answer on nothing is lost. */
  accept: (request: Parsed<'jobs.generate'>) => Promise<Job>
}

export function jobsHandlers({ ledger, queue, emit, accept }: JobsParts): HandlersOf<'jobs'> {
  const changed = (job: Job): Job => {
    emit('job.changed', job)
    queue.wake()
    return job
  }
  return {
    'jobs.generate': async (request) => changed(await accept(request)),
    'jobs.list': ({ limit }) => ledger.jobs.list(limit),
    'jobs.get': ({ id }) => ledger.jobs.get(id),
    'jobs.log': ({ id, after }) => ledger.logs.list(id, after),
    'jobs.retry': ({ id }) => changed(ledger.jobs.retry(id)),
    'jobs.cancel': ({ id }) => queue.cancel(id),
    'jobs.discard': ({ id }) => {
      ledger.jobs.discard(id)
      emit('job.discarded', { id })
      return {}
    },
  }
}
