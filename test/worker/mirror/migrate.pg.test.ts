import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { servers } from '#test/postgres/binaries.ts'
import { poolOf } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { prepareSchema } from '#worker/mirror/migrate.ts'
import { createPool, type Pool } from '#worker/mirror/pool.ts'

describe.each(servers)('our tables (%s)', (which) => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ which })
  })
  afterAll(() => server?.stop())

  async function emptyDatabase(): Promise<{ name: string; pool: Pool }> {
    const name = `jobs_${randomUUID()}`
    await server.createDatabase(name)
    const pool = poolOf(server, name)
    onTestFinished(() => pool.close())
    return { name, pool }
  }

  /** A role of its own, as the database's owner gives it to somebody. */
  async function roleIn(name: string, owner: Pool): Promise<Pool> {
    const role = `worker_${randomUUID().slice(0, 8)}`
    await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
    await owner.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    const pool = createPool({
      host: '127.0.0.1',
      port: server.port,
      user: role,
      password: 'secret',
      database: name,
    })
    onTestFinished(() => pool.close())
    return pool
  }

  test('are made in an empty database, and found again', async () => {
    const { pool } = await emptyDatabase()
    const made = await prepareSchema(pool)
    expect(made.readOnly).toBe(false)
    expect(await pool.query('SELECT version FROM qgis_jobs_schema')).toEqual([{ version: 1 }])
    const columns = await pool.query<{ attname: string }>(
      "SELECT attname FROM pg_attribute WHERE attrelid = 'qgis_jobs'::regclass AND attnum > 0",
    )
    expect(columns.map(({ attname }) => attname).sort()).toEqual([
      'basemap_url',
      'created_at',
      'features',
      'job_id',
      'operation',
      'output_files',
      'project_id',
      'tasks',
      'xlsform',
    ])
    expect(await prepareSchema(pool)).toEqual(made)
  })

  test('Field-TM’s own table, with a row, stays as it is', async () => {
    const { pool } = await emptyDatabase()
    await pool.query(
      'CREATE TABLE qgis_jobs (job_id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())',
    )
    await pool.query('INSERT INTO qgis_jobs VALUES (gen_random_uuid())')
    const shape = () =>
      pool.query(
        `SELECT attname, atttypid::regtype::text, attnotnull FROM pg_attribute
         WHERE attrelid = 'qgis_jobs'::regclass ORDER BY attnum`,
      )
    const before = await shape()
    expect(await prepareSchema(pool)).toMatchObject({ readOnly: false })
    expect(await shape()).toEqual(before)
    expect(await pool.query('SELECT FROM qgis_jobs')).toHaveLength(1)
    const ours = await pool.query("SELECT FROM pg_trigger WHERE tgrelid = 'qgis_jobs'::regclass")
    const indexes = await pool.query("SELECT FROM pg_index WHERE indrelid = 'qgis_jobs'::regclass")
    expect([ours.length, indexes.length]).toEqual([0, 1])
  })

  test('a table further along the search path is used, and not shadowed', async () => {
    const { name, pool } = await emptyDatabase()
    await pool.query(
      'CREATE TABLE qgis_jobs (job_id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())',
    )
    await pool.query(`CREATE SCHEMA fieldpack`)
    await pool.query(`ALTER DATABASE "${name}" SET search_path = fieldpack, public`)
    const later = poolOf(server, name)
    onTestFinished(() => later.close())
    await prepareSchema(later)
    const tables = await later.query(
      "SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE tablename ~ '^qgis_job' ORDER BY 2",
    )
    expect(tables).toEqual([
      { schema: 'fieldpack', name: 'qgis_job_files' },
      { schema: 'public', name: 'qgis_jobs' },
      { schema: 'fieldpack', name: 'qgis_jobs_ext' },
      { schema: 'fieldpack', name: 'qgis_jobs_schema' },
    ])
  })

  test('workers that start at once make them once', async () => {
    const { name } = await emptyDatabase()
    const pools = Array.from({ length: 6 }, () => poolOf(server, name))
    const found = await Promise.all(pools.map((pool) => prepareSchema(pool)))
    await Promise.all(pools.map((pool) => pool.close()))
    expect(new Set(found.map((schema) => schema.server)).size).toBe(1)
  })

  test('a step that is cut off never happened', async () => {
    const { pool } = await emptyDatabase()
    // Something in the way of the last table: everything before it is taken back.
    await pool.query('CREATE TABLE qgis_jobs_schema_only (a int); CREATE TYPE qgis_job_files AS (a int)')
    await expect(prepareSchema(pool)).rejects.toThrow('already exists')
    expect(
      await pool.query("SELECT FROM pg_tables WHERE tablename IN ('qgis_jobs', 'qgis_jobs_ext')"),
    ).toEqual([])
    await pool.query('DROP TYPE qgis_job_files')
    expect(await prepareSchema(pool)).toMatchObject({ readOnly: false })
    expect(await pool.query('SELECT version FROM qgis_jobs_schema')).toEqual([{ version: 1 }])
  })

  test('a newer Fieldpack’s tables are left alone', async () => {
    const { pool } = await emptyDatabase()
    await prepareSchema(pool)
    await pool.query('UPDATE qgis_jobs_schema SET version = 7')
    expect(await prepareSchema(pool)).toMatchObject({ readOnly: true })
  })

  test('who may not make them is told so, and nothing is half made', async () => {
    const { name, pool } = await emptyDatabase()
    const role = await roleIn(name, pool)
    await expect(prepareSchema(role)).rejects.toMatchObject({
      data: { code: 'mirror.refused', params: { trouble: 'privilege' } },
    })
    expect(await pool.query("SELECT FROM pg_tables WHERE tablename ~ '^qgis_job'")).toEqual([])
  })

  test('who may only read them is told what is missing', async () => {
    const { name, pool } = await emptyDatabase()
    await prepareSchema(pool)
    const role = await roleIn(name, pool)
    await pool.query('GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC')
    await expect(prepareSchema(role)).rejects.toMatchObject({
      data: {
        code: 'mirror.refused',
        params: { trouble: 'privilege' },
        detail: expect.stringContaining('permission denied for table'),
      },
    })
    await pool.query('UPDATE qgis_jobs_schema SET version = 7')
    expect(await prepareSchema(role)).toMatchObject({ readOnly: true })
  })
})
