import type { Call, Input, Method, Output } from '#worker/api/calls.ts'
import { AppError, type AppErrorData } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import { noSecrets, type Secrets } from '#worker/api/messages.ts'
import type { Context } from '#worker/cli/command.ts'
import { keepToken, readTokens, tokenFileOf } from '#worker/cli/token-file.ts'
import { createWorker, type Worker, type WorkerOptions } from '#worker/compose.ts'

export interface CliWorker {
  call: Call
  /** Waits for a job to end; `onChange` sees it on its way. */
  until(id: string, onChange: (job: Job) => void): Promise<Job>
}

export interface WorkerNeeds {
  /** The ledger must be this process's own; else a running app is read beside. */
  write: boolean
  /** Do not start the queue. */
  idle?: boolean
  /** What only this run may know. */
  secrets?: Secrets
  /** Uses QFieldCloud accounts: their tokens are read from the token file, and kept there. */
  cloud?: boolean
}

const ends = new Set<Job['state']>(['finished', 'stopped', 'failed'])

/**
 * Runs `work` with a worker of its own in this process and stops it cleanly whatever happens.
 *
 * @throws AppError store.locked when `write` is needed and the app holds the ledger; with `cloud` also
 *   secrets.exposed, input.unreadable
 */
export async function withWorker<T>(
  context: Context,
  needs: WorkerNeeds,
  work: (worker: CliWorker) => Promise<T>,
): Promise<T> {
  const listeners = new Set<(job: Job) => void>()
  const options = {
    dataDir: context.dataDir,
    resourcesDir: context.resourcesDir,
    emit: (name: string, payload: unknown) => {
      if (name === 'job.changed') for (const listener of listeners) listener(payload as Job)
    },
    note: context.note,
    ...secretsFor(context, needs),
  }
  const worker = await open(options, needs)
  const runs = needs.write && needs.idle !== true
  if (runs) worker.start()
  const call: Call = async <M extends Method>(method: M, input: Input<M>) => {
    const reply = await worker.answer(method, input)
    if (!reply.ok) throw asTyped(reply.error)
    return reply.value as Output<M>
  }
  try {
    return await work({
      call,
      until: (id, onChange) =>
        new Promise<Job>((resolve, reject) => {
          const look = (job: Job): void => {
            if (job.id !== id) return
            onChange(job)
            if (!ends.has(job.state)) return
            listeners.delete(look)
            resolve(job)
          }
          listeners.add(look)
          // It may have ended before anybody listened.
          call('jobs.get', { id }).then(look, reject)
        }),
    })
  } finally {
    await worker.stop()
  }
}

/** What a call was given comes from the words that somebody typed. */
function asTyped(error: AppErrorData): AppError {
  if (error.code !== 'contract.invalidInput') return AppError.from(error)
  return new AppError('usage', { why: `${error.params['where']}: ${error.params['why']}` })
}

function secretsFor(
  { dataDir, note }: Context,
  { secrets = noSecrets, cloud = false }: WorkerNeeds,
): Pick<WorkerOptions, 'secrets' | 'keepSecret'> {
  if (!cloud) return { secrets }
  const file = tokenFileOf(dataDir)
  return {
    secrets: { ...secrets, cloud: readTokens(file) },
    keepSecret: (_name, id, token) => keepToken(file, id, token, note),
  }
}

async function open(options: WorkerOptions, { write }: WorkerNeeds): Promise<Worker> {
  try {
    return await createWorker(options)
  } catch (thrown) {
    if (write || !(thrown instanceof AppError) || thrown.code !== 'store.locked') throw thrown
    return createWorker({ ...options, readOnly: true })
  }
}
