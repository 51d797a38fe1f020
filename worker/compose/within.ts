import { AppError } from '#worker/api/errors.ts'

/**
 * Work that may take `ms` milliseconds; after that `late` fires and nobody waits for it any more.
 *
 * @throws AppError http.timeout when it took longer, and whatever the work throws
 */
export async function within<T>(ms: number, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.abort()
    timeout.reject(new AppError('http.timeout'))
  }, ms)
  try {
    return await Promise.race([work(late.signal), timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}
