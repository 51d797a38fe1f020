import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { servers } from '#test/postgres/binaries.ts'
import { createJobsDatabase } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { filesOf, leasedJob, objectsOf, writeRandom } from '#test/worker/mirror/files.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import { sendFile } from '#worker/mirror/send-file.ts'
import { tidyObjects } from '#worker/mirror/tidy-objects.ts'

const signal = new AbortController().signal

describe.each(servers)('files without a job (%s)', (which) => {
  let server: PostgresServer
  let pool: Pool

  beforeAll(async () => {
    server = await startPostgres({ which })
    ;({ pool } = await createJobsDatabase(server))
  })
  afterAll(async () => {
    await pool?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    await pool.query('DELETE FROM qgis_job_files')
    await pool.query('SELECT lo_unlink(oid) FROM pg_largeobject_metadata')
  })

  async function jobWithFiles(count: number, size = 100): Promise<string> {
    const lease = await leasedJob(pool)
    const file = writeRandom(temporaryFolder(), 'file', size)
    for (let index = 0; index < count; index++) {
      const key = { jobId: lease.jobId, role: 'output' as const, name: `${index}.gpkg` }
      await sendFile(pool, { ...key, ...file, by: lease }, { signal })
    }
    return lease.jobId
  }

  const forget = (jobId: string) => pool.query('DELETE FROM qgis_jobs WHERE job_id = $1', [jobId])

  test('go with their objects; those of a job stay, and so does what is not ours', async () => {
    const [kept, gone] = [await jobWithFiles(2), await jobWithFiles(3)]
    await pool.query("SELECT lo_from_bytea(0, 'another program''s')")
    await forget(gone)
    expect(await tidyObjects(pool, { graceSeconds: 0 })).toBe(3)
    expect(await filesOf(pool, kept)).toHaveLength(2)
    expect(await filesOf(pool, gone)).toEqual([])
    expect(await objectsOf(pool)).toBe(2 + 1)
    expect(await tidyObjects(pool, { graceSeconds: 0 })).toBe(0)
  })

  test('stay while they are young: their job may be on its way', async () => {
    const jobId = await jobWithFiles(1)
    await forget(jobId)
    expect(await tidyObjects(pool, { graceSeconds: 3600 })).toBe(0)
    await pool.query("UPDATE qgis_job_files SET created_at = now() - interval '61 minutes'")
    expect(await tidyObjects(pool, { graceSeconds: 3600 })).toBe(1)
    expect(await objectsOf(pool)).toBe(0)
  })

  test('go however many they are, and by several workers at once', async () => {
    const jobId = await jobWithFiles(64, 1)
    await forget(jobId)
    const counts = await Promise.all([1, 2, 3].map(() => tidyObjects(pool, { graceSeconds: 0 })))
    expect(counts.reduce((sum, count) => sum + count)).toBe(64)
    expect(await objectsOf(pool)).toBe(0)
  })

  test('go when their object has gone before them', async () => {
    await forget(await jobWithFiles(1))
    await pool.query('SELECT lo_unlink(large_object) FROM qgis_job_files')
    expect(await tidyObjects(pool, { graceSeconds: 0 })).toBe(1)
  })

  test('stay when their object is another role’s, and hold up none of ours', async () => {
    await forget(await jobWithFiles(2))
    const role = `laptop_${which}`
    await pool.query(`CREATE ROLE ${role}`)
    await pool.query(`GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`)
    const [first] = await pool.query<{ oid: number }>('SELECT min(large_object) AS oid FROM qgis_job_files')
    await pool.query(`ALTER LARGE OBJECT ${first?.oid} OWNER TO ${role}`)
    const removed = await pool.transaction(async (transaction) => {
      await transaction.query(`SET LOCAL ROLE ${role}`)
      return tidyObjects(transaction, { graceSeconds: 0 })
    })
    expect(removed).toBe(1)
    expect(await objectsOf(pool)).toBe(1)
  })
})
