import { AppError } from '#worker/api/errors.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/**
 * A connection that is lost when the `count`-th statement or commit has reached the server and been done there,
 * before its answer is here.
 */
export function breakAfter(sql: Sql, count: number): Sql & { broken: () => boolean } {
  let left = count

  function lose(): void {
    left--
    if (left <= 0) throw new AppError('mirror.unreachable', { host: 'test' })
  }

  function wrap(inner: Sql): Sql {
    return {
      async query<R extends object>(...call: Parameters<Sql['query']>): Promise<R[]> {
        const rows = await inner.query<R>(...call)
        lose()
        return rows
      },
      async transaction(work) {
        const result = await inner.transaction((transaction) => work(wrap(transaction)))
        lose()
        return result
      },
    }
  }
  return { ...wrap(sql), broken: () => left <= 0 }
}
