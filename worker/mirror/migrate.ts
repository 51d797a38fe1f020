import { jobs } from '#worker/mirror/migrations/0001-jobs.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/** What stands in a database. */
export interface Schema {
  /** The database's own id: an address may lead to another one tomorrow. */
  server: string
  /** Its tables are a newer Fieldpack's: nothing is written. */
  readOnly: boolean
}

/** One a version, in order; what was released is never changed. */
const migrations: readonly string[] = [jobs]

/** Any number that nobody else uses: the bytes of "field". */
const lock = "x'6669656c64'::bigint"
const migrationTimeoutMs = 60_000

/**
 * Brings our tables to the newest version that we know, each step in one transaction with its number and one worker
 * at a time, and tells what there is then. Tables of a newer version are left alone.
 *
 * @throws AppError mirror.refused (`privilege`) when we may not make them or write to them; mirror.unreachable
 */
export async function prepareSchema(sql: Sql): Promise<Schema> {
  let version = await versionOf(sql)
  while (version < migrations.length) version = await migrateOnce(sql)
  const readOnly = version > migrations.length
  await checkPrivileges(sql, readOnly)
  const [row] = await sql.query<{ server: string }>('SELECT server FROM qgis_jobs_schema')
  if (row === undefined) throw new Error('qgis_jobs_schema is empty.')
  return { server: row.server, readOnly }
}

/** Asks pg_class itself: to_regclass may remember, after waiting for the lock, that there was no such table. */
async function versionOf(sql: Sql): Promise<number> {
  const [there] = await sql.query<{ there: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_class WHERE relname = 'qgis_jobs_schema' AND pg_table_is_visible(oid)
     ) AS there`,
  )
  if (there?.there !== true) return 0
  const [row] = await sql.query<{ version: number }>('SELECT version FROM qgis_jobs_schema')
  return row?.version ?? 0
}

/** The next step, unless another worker took it while we waited for the lock. */
function migrateOnce(sql: Sql): Promise<number> {
  return sql.transaction(async (transaction) => {
    await transaction.query(`SELECT pg_advisory_xact_lock(${lock})`, [], {
      timeoutMs: migrationTimeoutMs,
    })
    const version = await versionOf(transaction)
    const next = migrations[version]
    if (next === undefined) return version
    await transaction.query(next, [], { timeoutMs: migrationTimeoutMs })
    await transaction.query(
      `INSERT INTO qgis_jobs_schema (version) VALUES ($1) ON CONFLICT (single) DO UPDATE SET version = $1`,
      [version + 1],
    )
    return version + 1
  })
}

/** To plan a statement is to have the right to run it: the server says at once what it would say at the first job. */
async function checkPrivileges(sql: Sql, readOnly: boolean): Promise<void> {
  const tables = ['qgis_jobs', 'qgis_jobs_ext', 'qgis_job_files']
  const statements = tables.flatMap((table) =>
    readOnly
      ? [`SELECT FROM ${table}`]
      : [
          `INSERT INTO ${table} (job_id) VALUES (NULL)`,
          `UPDATE ${table} SET job_id = job_id`,
          `DELETE FROM ${table}`,
        ],
  )
  await sql.query(statements.map((statement) => `EXPLAIN ${statement}`).join(';'))
}
