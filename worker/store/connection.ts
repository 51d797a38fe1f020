/** What a statement takes: named parameters (`@name` in the SQL). */
export type Values = Record<string, string | number | null>

/**
 * One open SQLite file. Everything is synchronous but `backup`, and everything throws AppError `store.full`,
 * `store.readonly`, `store.corrupt` or `store.locked` for what the disk refused.
 */
export interface Connection {
  readonly path: string
  /** Rows as the statement gives them: the SQL decides their shape, so the caller says it. */
  all(sql: string, values?: Values): unknown[]
  /** The first row; undefined when there is none. */
  get(sql: string, values?: Values): unknown
  /** Number of changed rows. */
  run(sql: string, values?: Values): number
  /** Several statements at once, without parameters. */
  exec(sql: string): void
  /** One BEGIN IMMEDIATE transaction around `work`, which must not be async; a savepoint inside another. */
  write<T>(work: () => T): T
  /** What quick_check complains about; empty when the file is sound. Reads the whole file. */
  quickCheck(): string[]
  /** Writes a checked, consistent copy beside the running work; `file` appears only once it is whole. */
  backup(file: string): Promise<void>
  close(): void
}

/** The ledger and the folders around it. */
export interface Store extends Connection {
  readonly dir: string
  readonly readOnly: boolean
}

/** The SQLite that this store runs in, as `3.50.4`. */
export function sqliteVersion(store: Connection): string {
  return (store.get('SELECT sqlite_version() AS version') as { version: string }).version
}
