import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { poolOf } from '#test/postgres/database.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { askFor, extOf, hasRow, onEveryPostgres, snapshot } from '#test/worker/mirror/jobs.ts'
import { AppError } from '#worker/api/errors.ts'
import { toldError } from '#worker/domain/mirror/snapshot.ts'
import { claimById, claimNext } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import { dropJobs, pushStates } from '#worker/mirror/push.ts'

const error = toldError(new AppError('qgis.failed', { message: 'no' }).data)

onEveryPostgres('the laptop’s own jobs', ({ sql, server, database }) => {
  test('the first word makes both rows, in Field-TM’s words', async () => {
    const told = snapshot({
      progress: 0.25,
      timings: { form: 12 },
      feedback: { feedback_version: '2.0', steps: [] },
    })
    expect(await pushStates(sql(), 'laptop', [told])).toEqual(new Map([[told.jobId, 1]]))
    expect(await extOf(sql(), told.jobId)).toMatchObject({
      origin: 'mirror',
      worker: 'laptop',
      state: 'queued',
      title: 'Wells of Mzuzu',
      progress: 0.25,
      timings: { form: 12 },
      feedback: { feedback_version: '2.0', steps: [] },
      revision: 1,
    })
    const [row] = await sql().query('SELECT operation, output_files FROM qgis_jobs WHERE job_id = $1', [
      told.jobId,
    ])
    expect(row).toEqual({ operation: 'field', output_files: null })
  })

  test('many at once, each at its own revision', async () => {
    const jobs = Array.from({ length: 50 }, (_, revision) => snapshot({ revision }))
    const there = await pushStates(sql(), 'laptop', jobs)
    expect(jobs.map(({ jobId }) => there.get(jobId))).toEqual(jobs.map(({ revision }) => revision))
  })

  test('a later word stays, whatever comes after it, and the server says which it has', async () => {
    const early = snapshot({ revision: 2, state: 'started', progress: 0.5 })
    const late = { ...early, revision: 3, state: 'failed' as const, error, attempts: 1 }
    await pushStates(sql(), 'laptop', [early])
    expect(await pushStates(sql(), 'laptop', [late])).toEqual(new Map([[early.jobId, 3]]))
    const row = await extOf(sql(), early.jobId)
    expect(row).toMatchObject({ state: 'failed', error: { code: 'qgis.failed' }, attempts: 1 })
    for (const replay of [early, late, early])
      expect(await pushStates(sql(), 'laptop', [replay])).toEqual(new Map([[early.jobId, 3]]))
    expect(await extOf(sql(), early.jobId)).toEqual(row)
  })

  test('a row that somebody deleted is let go, and its job’s state still told', async () => {
    const first = snapshot()
    await pushStates(sql(), 'laptop', [first])
    await sql().query('DELETE FROM qgis_jobs')
    const there = await pushStates(sql(), 'laptop', [{ ...first, revision: 2, state: 'started' }])
    expect(there.get(first.jobId)).toBe(2)
    expect(await hasRow(sql(), first.jobId)).toBe(false)
    expect(await extOf(sql(), first.jobId)).toMatchObject({ state: 'started' })
  })

  test('other installations’ jobs and other people’s rows are not ours to write', async () => {
    const [theirs, asked] = [snapshot(), await askFor(sql())]
    await pushStates(sql(), 'other', [theirs])
    await enrol(sql(), { graceSeconds: 0, hinted: [] })
    const ours = snapshot()
    const tried = [{ ...theirs, revision: 9, title: 'mine' }, snapshot({ jobId: asked, revision: 9 }), ours]
    expect(await pushStates(sql(), 'laptop', tried)).toEqual(new Map([[ours.jobId, 1]]))
    expect(await extOf(sql(), theirs.jobId)).toMatchObject({ worker: 'other', title: 'Wells of Mzuzu' })
    expect(await extOf(sql(), asked)).toMatchObject({ origin: 'remote', revision: 0 })
  })

  test('nobody claims them', async () => {
    const own = snapshot()
    await pushStates(sql(), 'laptop', [own])
    expect(await enrol(sql(), { graceSeconds: 0, hinted: [own.jobId] })).toBe(0)
    const claimer = { worker: 'other', token: randomUUID(), leaseSeconds: 60 }
    expect(await claimNext(sql(), claimer)).toBeNull()
    expect(await claimById(sql(), own.jobId, claimer)).toBe('busy')
    expect(await extOf(sql(), own.jobId)).toMatchObject({ state: 'queued', worker: 'laptop' })
  })

  test('a discarded job goes with its files; others’ stay', async () => {
    const [own, kept, theirs] = [snapshot(), snapshot(), snapshot()]
    await pushStates(sql(), 'laptop', [own, kept])
    await pushStates(sql(), 'other', [theirs])
    for (const { jobId } of [own, kept])
      await sql().query(
        `INSERT INTO qgis_job_files (job_id, role, name, size, sha256, large_object)
         VALUES ($1, 'input', 'form/form.xlsx', 1, repeat('0', 64), lo_create(0))`,
        [jobId],
      )
    await dropJobs(sql(), 'laptop', [own.jobId, theirs.jobId, randomUUID()])
    const left = await sql().query<{ job_id: string }>('SELECT job_id FROM qgis_jobs ORDER BY job_id')
    expect(left.map((row) => row.job_id)).toEqual([kept.jobId, theirs.jobId].sort())
    expect(await sql().query('SELECT job_id FROM qgis_job_files')).toEqual([{ job_id: kept.jobId }])
    const [objects] = await sql().query<{ count: number }>('SELECT count(*) FROM pg_largeobject_metadata')
    expect(objects?.count).toBe(1)
    await dropJobs(sql(), 'laptop', [own.jobId])
    expect(await extOf(sql(), own.jobId)).toBeUndefined()
  })

  test('a state costs at most 2 KB on the wire, both ways together', async () => {
    const proxy = await startProxy(server().port)
    const pool = poolOf(server(), database(), proxy.port)
    onTestFinished(async () => {
      await pool.close()
      await proxy.stop()
    })
    const ids = ['form', 'features', 'tasks', 'plan', 'build', 'verify', 'keep', 'publish']
    const running = snapshot({
      state: 'started',
      progress: 0.512,
      attempts: 1,
      feedback: { feedback_version: '2.0', steps: ids.map((id) => ({ id, status: 'waiting' })) },
      timings: Object.fromEntries(ids.map((id) => [id, 12_345])),
    })
    await pushStates(pool, 'f'.repeat(32), [running])
    const cost = async (count: number): Promise<number> => {
      const before = proxy.bytes.up + proxy.bytes.down
      const jobs = Array.from({ length: count }, () => ({ ...running, jobId: randomUUID() }))
      await pushStates(pool, 'f'.repeat(32), jobs)
      return (proxy.bytes.up + proxy.bytes.down - before) / count
    }
    const [alone, among] = [await cost(1), await cost(50)]
    process.stdout.write(`Bytes on the wire for a job’s state: ${alone} alone, ${among} among 50.\n`)
    expect(alone).toBeLessThanOrEqual(2048)
    expect(among).toBeLessThan(alone)
  })
})
