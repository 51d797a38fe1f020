import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createJobsDatabase } from '#test/postgres/database.ts'
import type { PostgresServer } from '#test/postgres/server.ts'
import { Settings } from '#worker/api/settings.ts'
import type { Pool } from '#worker/mirror/pool.ts'

const sample = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../resources/samples/${name}`, import.meta.url)))
const form = sample('building_survey.xlsx')
const tasks = sample('tasks.geojson').toString()

/** A database with our tables that writes down who claimed what, and each answer that stood. */
export interface MirrorDatabase {
  sql: Pool
  password: string
  /** To reach it, straight or through what listens on `port`. */
  settings(change?: Partial<Settings> & { port?: number }): Settings
  /** As somebody asked for projects a while ago. */
  ask(count?: number): Promise<string[]>
  /** As if whoever holds the job had not been heard of for longer than its lease. */
  expireLease(id: string): Promise<void>
  /** How many rows wait for somebody's answer. */
  open(): Promise<number>
  close(): Promise<void>
}

/** Written by the transaction that does it: what was rolled back did not happen. */
const witness = `
CREATE TABLE claims (job_id uuid, token uuid);
CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO claims VALUES (NEW.job_id, NEW.lease_token); RETURN NULL; END $$;
CREATE TRIGGER note_claim AFTER UPDATE OF lease_token ON qgis_jobs_ext FOR EACH ROW
  WHEN (NEW.lease_token IS DISTINCT FROM OLD.lease_token) EXECUTE FUNCTION note_claim();
CREATE TABLE answers (job_id uuid);
CREATE FUNCTION note_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO answers VALUES (NEW.job_id); RETURN NULL; END $$;
CREATE TRIGGER note_answer AFTER UPDATE OF output_files ON qgis_jobs FOR EACH ROW EXECUTE FUNCTION note_answer();
`

export async function createMirrorDatabase(server: PostgresServer): Promise<MirrorDatabase> {
  const { name, pool: sql } = await createJobsDatabase(server)
  await sql.query(witness)
  return {
    sql,
    password: server.password,
    settings({ port = server.port, ...change } = {}) {
      const url = new URL(server.url(name))
      url.port = String(port)
      return Settings.parse({
        postgresUrl: url.href,
        postgresTls: 'disable',
        takeJobs: true,
        mirrorFiles: 'all',
        ...change,
      })
    },
    async ask(count = 1) {
      const rows = await sql.query<{ id: string }>(
        `INSERT INTO qgis_jobs (job_id, created_at, xlsform, tasks)
         SELECT gen_random_uuid(), now() - interval '1 minute', $1, $2 FROM generate_series(1, $3::int) RETURNING job_id AS id`,
        [form, tasks, count],
      )
      const ids = rows.map(({ id }) => id)
      await sql.query("SELECT pg_notify('qgis_jobs', id) FROM unnest($1::text[]) AS id", [ids])
      return ids
    },
    async expireLease(id) {
      await sql.query(
        "UPDATE qgis_jobs_ext SET lease_expires_at = now() - interval '1 s' WHERE job_id = $1",
        [id],
      )
    },
    async open() {
      const [row] = await sql.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM qgis_jobs LEFT JOIN qgis_jobs_ext USING (job_id)
         WHERE output_files IS NULL AND coalesce(state, '') NOT IN ('finished', 'stopped', 'failed')`,
      )
      return row?.count ?? 0
    },
    close: () => sql.close(),
  }
}
