/**
 * Postgres as the mirror's parts see it. Every method rejects with AppError `mirror.unreachable` (worth another try),
 * `mirror.refused` (somebody has to change something) or what the statement's own caller expects.
 */
export interface Sql {
  /**
   * The rows of one statement. `$1`… take `values`; a Buffer goes as bytea, in binary. A bytea comes back as a Buffer
   * too, but as hexadecimal on the wire, since pg reads every column as UTF-8: for much of it,
   * `encode(column, 'base64')` is half again as fast.
   */
  query<R extends object>(
    text: string,
    values?: readonly unknown[],
    options?: {
      /** Longest wait for the answer; default 10,000. The connection is given up after it. */
      timeoutMs?: number
    },
  ): Promise<R[]>
  /** One transaction around `work`, on one connection; rolled back when it rejects. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
}
