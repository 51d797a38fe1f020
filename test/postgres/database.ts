import { randomUUID } from 'node:crypto'
import type { PostgresServer } from '#test/postgres/server.ts'
import { prepareSchema } from '#worker/mirror/migrate.ts'
import { createPool, type Pool } from '#worker/mirror/pool.ts'

/** A new database with our tables. */
export async function createJobsDatabase(server: PostgresServer): Promise<{ name: string; pool: Pool }> {
  const name = `jobs_${randomUUID()}`
  await server.createDatabase(name)
  const pool = poolOf(server, name)
  await prepareSchema(pool)
  return { name, pool }
}

/** A pool to that database, straight or through whatever listens on `port` of loopback. */
export function poolOf(server: PostgresServer, database: string, port = server.port): Pool {
  const { user, password } = server
  return createPool({ host: '127.0.0.1', port, user, password, database })
}
