import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { poolOf } from '#test/postgres/database.ts'
import { askFor, claimer, expire, extOf, onEveryPostgres } from '#test/worker/mirror/jobs.ts'
import { claimById, claimNext, type ClaimedJob } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import type { Sql } from '#worker/mirror/sql.ts'

const soon = { graceSeconds: 0, hinted: [] }

onEveryPostgres('rows that others put there', ({ sql, server, database }) => {
  test('a young row is left to whoever wrote it, unless it is hinted', async () => {
    const [old, young, hinted] = [
      await askFor(sql()),
      await askFor(sql(), { ageSeconds: 0 }),
      await askFor(sql(), { ageSeconds: 0 }),
    ]
    expect(await enrol(sql(), { graceSeconds: 5, hinted: [hinted, randomUUID()] })).toBe(2)
    expect(await enrol(sql(), { graceSeconds: 5, hinted: [hinted] })).toBe(0)
    expect(await extOf(sql(), old)).toMatchObject({ origin: 'remote', state: 'queued', type: 'generate' })
    expect(await extOf(sql(), young)).toBeUndefined()
  })

  test('a row that is a moment newer than our question is as young as any', async () => {
    const [newer, otherClock] = [
      await askFor(sql(), { ageSeconds: -1 }),
      await askFor(sql(), { ageSeconds: -86_400 }),
    ]
    expect(await enrol(sql(), { graceSeconds: 5, hinted: [] })).toBe(1)
    expect(await extOf(sql(), newer)).toBeUndefined()
    expect(await extOf(sql(), otherClock)).toMatchObject({ state: 'queued' })
  })

  test('what is asked for by its id is done as it was asked, whoever takes it', async () => {
    const job = await askFor(sql(), { ageSeconds: 0 })
    const request = { title: 'Ward 5' }
    const taken: (ClaimedJob | null)[] = []
    // Another loop comes in between the two statements of a claim.
    const interrupted: Sql = {
      transaction: (work) => sql().transaction(work),
      async query(text, ...rest) {
        if (text.trimStart().startsWith('UPDATE')) taken.push(await claimNext(sql(), claimer()))
        return sql().query(text, ...rest)
      },
    }
    expect(await claimById(interrupted, job, { ...claimer(), request })).toBe('busy')
    expect(taken).toMatchObject([{ jobId: job, request }])
  })

  test('answered rows and basemaps are not enrolled', async () => {
    const answered = await askFor(sql())
    await sql().query("UPDATE qgis_jobs SET output_files = '{}' WHERE job_id = $1", [answered])
    await askFor(sql(), { operation: 'basemap' })
    expect(await enrol(sql(), soon)).toBe(0)
  })

  test('a job whose files are still on their way waits for them', async () => {
    const job = await askFor(sql())
    await enrol(sql(), soon)
    await sql().query(
      `INSERT INTO qgis_job_files (job_id, role, name, size, sha256, large_object)
       VALUES ($1, 'input', 'basemap/a.mbtiles', 5, repeat('0', 64), lo_create(0))`,
      [job],
    )
    expect(await claimNext(sql(), claimer())).toBeNull()
    expect(await claimById(sql(), job, claimer())).toBe('busy')
    await sql().query('UPDATE qgis_job_files SET received = 5, complete = true WHERE job_id = $1', [job])
    expect(await claimNext(sql(), claimer())).toMatchObject({ jobId: job })
  })

  test('the oldest first, a higher priority before it, each once', async () => {
    const [young, old, urgent] = [
      await askFor(sql(), { ageSeconds: 10 }),
      await askFor(sql(), { ageSeconds: 90 }),
      await askFor(sql(), { ageSeconds: 1 }),
    ]
    await enrol(sql(), soon)
    await sql().query('UPDATE qgis_jobs_ext SET priority = 1 WHERE job_id = $1', [urgent])
    const order = [
      await claimNext(sql(), claimer()),
      await claimNext(sql(), claimer()),
      await claimNext(sql(), claimer()),
    ]
    expect(order.map((job) => job?.jobId)).toEqual([urgent, old, young])
    expect(await claimNext(sql(), claimer())).toBeNull()
  })

  test('a claim is a lease by the server’s clock', async () => {
    const jobId = await askFor(sql())
    await enrol(sql(), soon)
    const { token } = claimer()
    expect(await claimNext(sql(), { worker: 'laptop', token, leaseSeconds: 60 })).toEqual({
      jobId,
      type: 'generate',
      title: null,
      request: null,
      attempts: 1,
    } satisfies ClaimedJob)
    const [row] = await sql().query<{ left: number }>(
      'SELECT extract(epoch FROM lease_expires_at - now())::float8 AS left FROM qgis_jobs_ext',
    )
    expect(row?.left).toBeGreaterThan(50)
    expect(row?.left).toBeLessThanOrEqual(60)
    expect(await extOf(sql(), jobId)).toMatchObject({
      state: 'started',
      lease_token: token,
      worker: 'laptop',
    })
  })

  test('a clock here that is a day off changes nothing', async () => {
    const { Date: real } = globalThis
    const jobId = await askFor(sql(), { ageSeconds: 1 })
    try {
      globalThis.Date = class extends real {
        static override now = (): number => real.now() + 86_400_000
      } as DateConstructor
      expect(await enrol(sql(), { graceSeconds: 5, hinted: [] })).toBe(0)
      await enrol(sql(), { graceSeconds: 5, hinted: [jobId] })
      await claimNext(sql(), claimer())
      expect(await claimNext(sql(), claimer('other'))).toBeNull()
    } finally {
      globalThis.Date = real
    }
  })

  test('a lease that ran out is handed over once, and three times in all', async () => {
    const jobId = await askFor(sql())
    await enrol(sql(), soon)
    await claimNext(sql(), claimer('first'))
    for (const [worker, attempts] of [
      ['second', 2],
      ['third', 3],
    ] as const) {
      await expire(sql(), jobId)
      const claims = await Promise.all([claimNext(sql(), claimer(worker)), claimNext(sql(), claimer(worker))])
      expect(claims.filter((claim) => claim !== null)).toMatchObject([{ jobId, attempts }])
    }
    await expire(sql(), jobId)
    expect(await claimNext(sql(), claimer('fourth'))).toBeNull()
  })

  test('a row that was deleted, or answered by somebody else, is not claimed', async () => {
    const [gone, answered, left] = [
      await askFor(sql(), { ageSeconds: 30 }),
      await askFor(sql(), { ageSeconds: 20 }),
      await askFor(sql(), { ageSeconds: 10 }),
    ]
    await enrol(sql(), soon)
    await sql().query('DELETE FROM qgis_jobs WHERE job_id = $1', [gone])
    await sql().query("UPDATE qgis_jobs SET output_files = '{}' WHERE job_id = $1", [answered])
    expect((await claimNext(sql(), claimer()))?.jobId).toBe(left)
    expect(await claimNext(sql(), claimer())).toBeNull()
    expect(await claimById(sql(), gone, claimer())).toBe('missing')
    expect(await claimById(sql(), answered, claimer())).toBe('done')
  })

  test('by its id: at once, with what the row does not say, and by one only', async () => {
    const jobId = await askFor(sql(), { ageSeconds: 0 })
    const request = { title: 'Wells', extent: '1,2,3,4' }
    const claims = await Promise.all(
      ['a', 'b', 'c'].map((worker) => claimById(sql(), jobId, { ...claimer(worker), request })),
    )
    expect(claims.filter((claim) => typeof claim === 'object')).toMatchObject([
      { jobId, request, attempts: 1 },
    ])
    expect(claims.filter((claim) => claim === 'busy')).toHaveLength(2)
    expect(await claimById(sql(), randomUUID(), claimer())).toBe('missing')
  })

  test('by its id: a basemap, and a job that failed begins anew', async () => {
    const jobId = await askFor(sql(), { operation: 'basemap' })
    expect(await claimById(sql(), jobId, { ...claimer(), request: { a: 1 } })).toMatchObject({
      type: 'basemap',
    })
    await sql().query("UPDATE qgis_jobs_ext SET state = 'failed', attempts = 3")
    expect(await claimById(sql(), jobId, claimer())).toMatchObject({ attempts: 1, request: { a: 1 } })
    await sql().query("UPDATE qgis_jobs_ext SET state = 'finished'")
    expect(await claimById(sql(), jobId, claimer())).toBe('done')
  })

  test('Field-TM’s older table without an operation', async () => {
    await sql().query(
      'ALTER TABLE qgis_jobs DROP COLUMN operation, DROP COLUMN project_id, DROP COLUMN basemap_url',
    )
    try {
      const [row] = await sql().query<{ job_id: string }>(
        "INSERT INTO qgis_jobs (job_id, created_at) VALUES (gen_random_uuid(), now() - interval '1 minute') RETURNING job_id",
      )
      expect(await enrol(sql(), { graceSeconds: 5, hinted: [] })).toBe(1)
      expect(await claimById(sql(), row?.job_id ?? '', claimer())).toMatchObject({ type: 'generate' })
    } finally {
      await sql().query(
        "ALTER TABLE qgis_jobs ADD COLUMN operation text DEFAULT 'field', ADD COLUMN project_id text, ADD COLUMN basemap_url text",
      )
    }
  })

  test('eight claimers on 10,000 rows: each row once', async () => {
    const rows = 10_000
    await sql().query(
      `INSERT INTO qgis_jobs (job_id, created_at)
       SELECT gen_random_uuid(), now() - interval '1 hour' + n * interval '1 ms' FROM generate_series(1, $1::int) AS n`,
      [rows],
    )
    expect(await enrol(sql(), soon)).toBe(rows)
    await sql().query('ANALYZE qgis_jobs, qgis_jobs_ext')
    const pools = [poolOf(server(), database()), poolOf(server(), database())]
    const waits: number[] = []
    const claimed: string[] = []
    const claim = async (index: number): Promise<void> => {
      const pool = pools[index % pools.length]!
      while (claimed.length < 2000) {
        const started = performance.now()
        const job = await claimNext(pool, claimer(`worker ${index}`))
        waits.push(performance.now() - started)
        if (job === null) break
        claimed.push(job.jobId)
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, index) => claim(index)))
    await Promise.all(pools.map((pool) => pool.close()))
    expect(new Set(claimed).size).toBe(claimed.length)
    const [there] = await sql().query<{ count: number; once: boolean }>(
      `SELECT count(*), bool_and(attempts = 1) AS once FROM qgis_jobs_ext WHERE state = 'started'`,
    )
    expect(there).toEqual({ count: claimed.length, once: true })
    waits.sort((a, b) => a - b)
    const at = (share: number): string => waits[Math.floor(waits.length * share)]!.toFixed(1)
    process.stdout.write(
      `${claimed.length} claims by 8 among ${rows} rows: median ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(0.9999)} ms.\n`,
    )
  })
})
