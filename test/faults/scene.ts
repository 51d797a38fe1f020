import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createMirrorDatabase, type MirrorDatabase } from '#test/faults/mirror-database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'

export interface Scene {
  server: PostgresServer
  database: MirrorDatabase
  folder: string
}

/** A Postgres, a database in it and a folder, for one test. */
export async function makeScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-fault-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const server = await startPostgres()
  onTestFinished(() => server.stop())
  const database = await createMirrorDatabase(server)
  onTestFinished(() => database.close())
  return { server, database, folder }
}
