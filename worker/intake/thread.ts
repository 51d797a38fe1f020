import { Worker } from 'node:worker_threads'
import { AppError, type AppErrorData } from '#worker/api/errors.ts'

export interface ThreadLimits {
  /** Megabytes of the thread's own heap; past them it ends, and the worker goes on. */
  heapMb: number
  /** Milliseconds from the thread's start to its answer. */
  timeMs: number
}

/** The one message that a reader thread posts. */
export type ThreadReply<T> = { ok: true; value: T } | { ok: false; error: AppErrorData }

/**
 * Megabytes. A heap that meets its limit gets 16 MB more to end in, and where one collection brings more over from the
 * young generation the whole process aborts, with all that the worker does. The usual one has 48.
 */
const youngMb = 4

/**
 * Runs `entry` in a thread of its own with `data`, so that this one goes on answering, and resolves with what it
 * posts (a structured clone). The thread is gone when the promise settles.
 *
 * @param file what is read, for the words of an error
 * @throws the thread's own AppError; AppError form.tooHeavy when it needs more than `limits`, form.readerStopped when it
 *   ends without an answer, job.cancelled once `signal` fires
 */
export async function inThread<T>(
  entry: URL,
  data: unknown,
  file: string,
  limits: ThreadLimits,
  signal?: AbortSignal,
): Promise<T> {
  if (signal?.aborted === true) throw new AppError('job.cancelled')
  const thread = new Worker(entry, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: youngMb },
  })
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const cancel = () => reject(new AppError('job.cancelled'))
  const late = setTimeout(() => reject(new AppError('form.tooHeavy', { file })), limits.timeMs)
  signal?.addEventListener('abort', cancel, { once: true })
  thread.once('message', (reply: ThreadReply<T>) =>
    reply.ok ? resolve(reply.value) : reject(AppError.from(reply.error)),
  )
  thread.once('error', (cause: NodeJS.ErrnoException) => {
    const full = cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
    reject(new AppError(full ? 'form.tooHeavy' : 'form.readerStopped', { file }, { cause }))
  })
  thread.once('exit', (code) =>
    reject(new AppError('form.readerStopped', { file }, { detail: `the thread ended with code ${code}` })),
  )
  try {
    return await promise
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', cancel)
    await thread.terminate()
  }
}
