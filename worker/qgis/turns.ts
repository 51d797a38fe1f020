import { AppError } from '#worker/api/errors.ts'

/** Lets one work in after the other, first come first served. */
export interface Turns {
  /**
   * Runs `work` when all before it have ended. Whoever aborts while it waits is answered at once.
   *
   * @throws AppError job.cancelled when `signal` fires before the turn comes
   */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Resolves when everybody who is in by now has ended. */
  idle(): Promise<void>
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()

  return {
    take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
      const left = Promise.withResolvers<never>()
      const leave = (): void => left.reject(new AppError('job.cancelled'))
      const begin = (): Promise<T> => {
        signal.removeEventListener('abort', leave)
        return signal.aborted ? Promise.reject(new AppError('job.cancelled')) : work()
      }
      signal.addEventListener('abort', leave, { once: true })
      const mine = last.then(begin)
      last = mine.catch(() => undefined)
      return Promise.race([mine, left.promise])
    },
    async idle() {
      await last
    },
  }
}
