import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { breakAfter } from '#test/worker/mirror/break-after.ts'
import { filesOf, leasedJob, objectsOf, sha256Of, takeAway, writeRandom } from '#test/worker/mirror/files.ts'
import { onEveryPostgres } from '#test/worker/mirror/jobs.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'
import { deliver, type Answer } from '#worker/mirror/deliver.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import { sendFile } from '#worker/mirror/send-file.ts'

const signal = new AbortController().signal
const megabyte = 1024 * 1024
const snapshot = { feedback: { feedback_version: '2.0' }, timings: { compile: 12 } }

onEveryPostgres('the answer to a taken job', (at) => {
  let pool: Pool
  let folder: string

  beforeEach(async () => {
    pool = at.sql()
    folder = temporaryFolder()
    await pool.query('DELETE FROM qgis_job_files')
  })

  function project(): Answer['files'] & { name: string; bytes: Buffer }[] {
    const sizes = { 'town.qgz': 200_000, 'town_data.gpkg': 600_000, 'empty.txt': 0, 'DCIM/map.png': 10_000 }
    return Object.entries(sizes).map(([name, size]) => ({
      name,
      ...writeRandom(folder, name.replace('/', '-'), size),
    }))
  }

  interface Row {
    output_files: Record<string, string> | null
    state: string
    revision: number
    progress: number | null
    feedback: object | null
    timings: object | null
    lease_expires_at: Date | null
  }

  async function rowOf(jobId: string): Promise<Row | undefined> {
    const [row] = await pool.query<Row>(
      `SELECT output_files, state, revision, progress, feedback, timings, lease_expires_at
       FROM qgis_jobs JOIN qgis_jobs_ext USING (job_id) WHERE job_id = $1`,
      [jobId],
    )
    return row
  }

  /** All that is there of an answer, with the files' hashes in place of their bytes. */
  async function answerOf(jobId: string) {
    const { output_files, ...row } = (await rowOf(jobId)) ?? {}
    const inline = Object.entries(output_files ?? {}).map(([name, base64]) => {
      expect(base64).not.toContain('\n')
      return [name, sha256Of(Buffer.from(base64, 'base64'))]
    })
    const large = await filesOf(pool, jobId)
    return {
      inline: Object.fromEntries(inline) as Record<string, string>,
      row,
      large: large.filter(({ complete }) => complete).map(({ name, sha256 }) => [name, sha256]),
      objects: await objectsOf(pool),
    }
  }

  function wholeAnswer(files: ReturnType<typeof project>): Awaited<ReturnType<typeof answerOf>> {
    const [nested, top] = [true, false].map((isNested) =>
      files.filter(({ name }) => name.includes('/') === isNested).map(({ name, sha256 }) => [name, sha256]),
    )
    return {
      inline: Object.fromEntries(top ?? []) as Record<string, string>,
      row: {
        state: 'finished',
        revision: 1,
        progress: 1,
        feedback: { feedback_version: '2.0', large_objects: ['DCIM/map.png'] },
        timings: { compile: 12 },
        lease_expires_at: null,
      },
      large: nested ?? [],
      objects: 1,
    }
  }

  test('is there once, however often and wherever the line breaks', async () => {
    let points = 0
    for (let point = 1; ; point++) {
      const lease = await leasedJob(pool)
      const answer = { lease, snapshot, files: project() }
      const breaking = breakAfter(pool, point)
      const first = await deliver(breaking, answer, { signal }).catch((thrown: unknown) => thrown)
      if (!breaking.broken()) break
      expect(first).toMatchObject({ code: 'mirror.unreachable' })
      const row = await rowOf(lease.jobId)
      // Never an answer without its end, nor an end without its answer.
      expect(row?.output_files === null).toBe(row?.state === 'started')
      expect(await deliver(pool, answer, { signal })).toEqual({
        outcome: 'delivered',
        large: ['DCIM/map.png'],
      })
      expect(await answerOf(lease.jobId)).toEqual(wholeAnswer(answer.files))
      expect((await deliver(pool, answer, { signal })).outcome).toBe('delivered')
      expect(await answerOf(lease.jobId)).toEqual(wholeAnswer(answer.files))
      await pool.query('DELETE FROM qgis_job_files')
      points++
    }
    expect(points).toBeGreaterThan(15)
    process.stderr.write(`Broken at ${points} points, each answered once.\n`)
  })

  test('goes on from break to break', async () => {
    const lease = await leasedJob(pool)
    const answer = { lease, snapshot, files: project() }
    for (let point = 2; ; point++) {
      const breaking = breakAfter(pool, point)
      await deliver(breaking, answer, { signal }).catch(() => undefined)
      if (!breaking.broken()) break
    }
    expect(await answerOf(lease.jobId)).toEqual(wholeAnswer(answer.files))
  })

  test('tells who asks that it is there', async () => {
    const lease = await leasedJob(pool)
    const ear = new pg.Client({
      host: '127.0.0.1',
      port: at.server().port,
      user: at.server().user,
      password: at.server().password,
      database: at.database(),
    })
    await ear.connect()
    onTestFinished(() => ear.end())
    const heard: (string | undefined)[] = []
    ear.on('notification', ({ payload }) => heard.push(payload))
    await ear.query('LISTEN qgis_jobs')
    await deliver(pool, { lease, snapshot, files: project() }, { signal })
    await expect.poll(() => heard).toEqual([lease.jobId])
  })

  test('leaves a file beyond 32 MiB a large object, and says so', async () => {
    const lease = await leasedJob(pool)
    const files = [
      { name: 'basemap.mbtiles', ...writeRandom(folder, 'basemap', 33 * megabyte) },
      { name: 'town.qgz', ...writeRandom(folder, 'project', 1000) },
    ]
    expect(await deliver(pool, { lease, snapshot, files }, { signal })).toEqual({
      outcome: 'delivered',
      large: ['basemap.mbtiles'],
    })
    const row = await rowOf(lease.jobId)
    expect(Object.keys(row?.output_files ?? {})).toEqual(['town.qgz'])
    expect(row?.feedback).toMatchObject({ large_objects: ['basemap.mbtiles'] })
    expect(await filesOf(pool, lease.jobId)).toMatchObject([{ name: 'basemap.mbtiles', complete: true }])
  })

  test('fills the table up to what jsonb holds', async () => {
    const lease = await leasedJob(pool)
    const path = join(folder, 'sparse')
    writeFileSync(path, '')
    truncateSync(path, 32 * megabyte)
    const { size } = statSync(path)
    const sha256 = sha256Of(Buffer.alloc(size))
    const files = Array.from({ length: 6 }, (_, index) => ({ name: `${index}.gpkg`, path, size, sha256 }))
    const { outcome, large } = await deliver(pool, { lease, snapshot, files }, { signal })
    expect({ outcome, large }).toEqual({ outcome: 'delivered', large: ['5.gpkg'] })
    const rows = await pool.query(
      `SELECT key, length(value) AS length FROM qgis_jobs, jsonb_each_text(output_files)
       WHERE job_id = $1 ORDER BY key`,
      [lease.jobId],
      { timeoutMs: 60_000 },
    )
    expect(rows).toEqual(
      files.slice(0, 5).map(({ name }) => ({ key: name, length: Math.ceil(size / 3) * 4 })),
    )
  })

  test('removes what an earlier attempt had begun to send', async () => {
    const lease = await leasedJob(pool)
    const old = { jobId: lease.jobId, role: 'output' as const, name: 'old_title.qgz' }
    await sendFile(pool, { ...old, ...writeRandom(folder, 'old', 1000), by: lease }, { signal })
    const files = project()
    await deliver(pool, { lease, snapshot, files }, { signal })
    expect(await answerOf(lease.jobId)).toEqual(wholeAnswer(files))
  })

  test('is lost when another machine has the job, and changes nothing', async () => {
    const lease = await leasedJob(pool)
    await takeAway(pool, lease.jobId)
    const files = project()
    expect((await deliver(pool, { lease, snapshot, files }, { signal })).outcome).toBe('lost')
    expect(await rowOf(lease.jobId)).toMatchObject({ output_files: null, state: 'started', revision: 0 })
  })

  test.each([
    ['lost', (jobId: string) => takeAway(pool, jobId)],
    ['gone', (jobId: string) => pool.query('DELETE FROM qgis_jobs WHERE job_id = $1', [jobId])],
  ])('is %s when that happens between the last file and the end', async (outcome, happen) => {
    const lease = await leasedJob(pool)
    const late: Pool = {
      ...pool,
      async transaction(work) {
        await happen(lease.jobId)
        return pool.transaction(work)
      },
    }
    expect((await deliver(late, { lease, snapshot, files: project() }, { signal })).outcome).toBe(outcome)
    const [row] = await pool.query<{ output_files: unknown }>(
      'SELECT output_files FROM qgis_jobs WHERE job_id = $1',
      [lease.jobId],
    )
    expect(row?.output_files ?? null).toBe(null)
  })

  test('is not given without a file that somebody removed there', async () => {
    const lease = await leasedJob(pool)
    const files = project()
    const late: Pool = {
      ...pool,
      async transaction(work) {
        await pool.query("DELETE FROM qgis_job_files WHERE name = 'town.qgz'")
        return pool.transaction(work)
      },
    }
    await expect(deliver(late, { lease, snapshot, files }, { signal })).rejects.toMatchObject({
      code: 'mirror.broken',
    })
    expect(await rowOf(lease.jobId)).toMatchObject({ output_files: null, state: 'started' })
    expect((await deliver(pool, { lease, snapshot, files }, { signal })).outcome).toBe('delivered')
    expect(await filesOf(pool, lease.jobId)).toHaveLength(1)
  })
})
