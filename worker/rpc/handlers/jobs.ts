import { readFile } from 'node:fs/promises'
import type { Emit } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { HandlersOf, Parsed } from '#worker/rpc/handlers.ts'
import type { Queue } from '#worker/queue/queue.ts'
import type { Ledger } from '#worker/store/ledger.ts'

export interface JobsParts {
  ledger: Ledger
  queue: Queue
  emit: Emit
  /** Check a request and copy its files into the ledger: from the answer on nothing is lost. */
  accept: {
    generate: (request: Parsed<'jobs.generate'>) => Promise<Job>
    check: (request: Parsed<'jobs.check'>) => Promise<Job>
    package: (request: Parsed<'jobs.package'>) => Promise<Job>
    applyDeltas: (request: Parsed<'jobs.applyDeltas'>) => Promise<Job>
    sync: (request: Parsed<'jobs.sync'>) => Job
  }
}

export function jobsHandlers({ ledger, queue, emit, accept }: JobsParts): HandlersOf<'jobs'> {
  const changed = (job: Job): Job => {
    emit('job.changed', job)
    queue.wake()
    return job
  }
  return {
    'jobs.generate': async (request) => changed(await accept.generate(request)),
    'jobs.check': async (request) => changed(await accept.check(request)),
    'jobs.package': async (request) => changed(await accept.package(request)),
    'jobs.applyDeltas': async (request) => changed(await accept.applyDeltas(request)),
    'jobs.sync': (request) => changed(accept.sync(request)),
    'jobs.rawLog': async ({ id }) => {
      const log = ledger.files.list(id, 'output').find(({ name }) => name === 'job.log')
      return { text: log === undefined ? '' : await readFile(ledger.blobs.pathOf(log.sha256), 'utf8') }
    },
    'jobs.list': ({ limit }) => ledger.jobs.list(limit),
    'jobs.get': ({ id }) => ledger.jobs.get(id),
    'jobs.log': ({ id, after }) => ledger.logs.list(id, after),
    'jobs.retry': ({ id }) => changed(ledger.jobs.retry(id)),
    'jobs.hurry'() {
      for (const job of ledger.jobs.hurry()) emit('job.changed', job)
      queue.wake()
      return {}
    },
    'jobs.cancel': ({ id }) => queue.cancel(id),
    'jobs.discard': ({ id }) => {
      ledger.jobs.discard(id)
      emit('job.discarded', { id })
      return {}
    },
  }
}
