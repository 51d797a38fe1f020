import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { Connection } from '#worker/store/connection.ts'

interface Migration {
  version: number
  file: string
}

/**
 * Brings the schema to the newest migration in `folder` (NNNN-name.sql), each in one transaction together
 * with its `user_version`, so that an interrupted one never happened. A ledger that has a schema already is
 * first handed to `backup`.
 *
 * @throws AppError `store.newer` when a later Fieldpack wrote it
 */
export async function migrate(
  connection: Connection,
  folder: string,
  backup: () => Promise<void>,
): Promise<void> {
  const { found, known } = schemaVersion(connection, folder)
  if (found > known) throw new AppError('store.newer', { path: connection.path, found, known })
  if (found === known) return
  if (found > 0) await backup()
  for (const migration of listMigrations(folder).filter(({ version }) => version > found)) {
    const sql = readFileSync(join(folder, migration.file), 'utf8')
    connection.write(() => {
      connection.exec(sql)
      connection.exec(`PRAGMA user_version = ${migration.version}`)
    })
  }
}

/** The schema version that the file has (0 for a new one), and the newest that `folder` can make. */
export function schemaVersion(connection: Connection, folder: string): { found: number; known: number } {
  const row = connection.get('PRAGMA user_version') as { user_version: number } | undefined
  return { found: row?.user_version ?? 0, known: listMigrations(folder).at(-1)?.version ?? 0 }
}

function listMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map((file) => ({ version: Number(file.slice(0, 4)), file }))
}
