/** So many at once and no more; the others wait for their turn, first come first served. */
export interface Turns {
  /**
   * Work when its turn comes, however long that takes.
   *
   * @throws what `end` was given when it came before the turn, and whatever the work throws
   */
  take<T>(work: () => Promise<T>): Promise<T>
  /** Nobody's turn comes any more. */
  end(reason: Error): void
}

export function createTurns(most: number): Turns {
  const waiting: PromiseWithResolvers<void>[] = []
  let free = most
  let ended: Error | null = null

  async function turn(): Promise<void> {
    if (ended !== null) throw ended
    if (free > 0) {
      free--
      return
    }
    const place = Promise.withResolvers<void>()
    waiting.push(place)
    await place.promise
  }

  function next(): void {
    const place = waiting.shift()
    if (place === undefined) free++
    else place.resolve()
  }

  return {
    async take(work) {
      await turn()
      try {
        return await work()
      } finally {
        next()
      }
    },
    end(reason) {
      ended ??= reason
      for (const place of waiting.splice(0)) place.reject(reason)
    },
  }
}
