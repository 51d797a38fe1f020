import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { poolOf } from '#test/postgres/database.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { filesOf, leasedJob, objectsOf, sha256Of, takeAway, writeRandom } from '#test/worker/mirror/files.ts'
import { onEveryPostgres } from '#test/worker/mirror/jobs.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import { receiveFile } from '#worker/mirror/receive-file.ts'
import { sendFile } from '#worker/mirror/send-file.ts'

const signal = new AbortController().signal
const megabyte = 1024 * 1024

onEveryPostgres('a file sent to Postgres', (at) => {
  let pool: Pool
  let folder: string
  let job: { jobId: string; token: string }

  beforeEach(async () => {
    pool = at.sql()
    folder = temporaryFolder()
    await pool.query('DELETE FROM qgis_job_files')
    job = await leasedJob(pool)
  })

  /** A way to the server that can break, and one to this test's own job. */
  async function throughProxy() {
    const proxy = await startProxy(at.server().port)
    const far = poolOf(at.server(), at.database(), proxy.port)
    onTestFinished(async () => {
      await far.close()
      await proxy.stop()
    })
    return { proxy, far }
  }

  function output(size: number, fileName = 'basemap.mbtiles') {
    const { bytes, ...file } = writeRandom(folder, fileName, size)
    const key = { jobId: job.jobId, role: 'output' as const, name: fileName }
    return { bytes, key, file: { ...key, ...file, by: { token: job.token } } }
  }

  test.each([0, 1, 2048, megabyte, 3 * megabyte + 17])('comes back as it was: %d bytes', async (size) => {
    const { bytes, key, file } = output(size)
    await sendFile(pool, file, { signal })
    const target = join(folder, 'back', 'file')
    await receiveFile(pool, key, target, { signal })
    expect(readFileSync(target).equals(bytes)).toBe(true)
    // The steps' own commits alone are not waited for.
    expect(await pool.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
    expect(await filesOf(pool, job.jobId)).toEqual([
      { name: file.name, size, sha256: file.sha256, received: size, complete: true },
    ])
  })

  test('is one question when it is there already', async () => {
    const { file } = output(megabyte)
    await sendFile(pool, file, { signal })
    let sent = 0
    await sendFile(
      pool,
      { ...file, path: join(folder, 'gone') },
      { signal, onBytes: (bytes) => (sent += bytes) },
    )
    expect(sent).toBe(0)
    expect(await objectsOf(pool)).toBe(1)
  })

  test('is sent by the installation whose own job it is, and by no other', async () => {
    const jobId = randomUUID()
    await pool.query('INSERT INTO qgis_jobs (job_id) VALUES ($1)', [jobId])
    await pool.query(
      "INSERT INTO qgis_jobs_ext (job_id, origin, state, worker) VALUES ($1, 'mirror', 'finished', 'laptop')",
      [jobId],
    )
    const { file } = output(10)
    await sendFile(pool, { ...file, jobId, by: { worker: 'laptop' } }, { signal })
    await expect(
      sendFile(pool, { ...file, jobId, by: { worker: 'other' } }, { signal }),
    ).rejects.toMatchObject({
      code: 'mirror.leaseLost',
    })
  })

  test('goes on after a cut without sending twice what was acknowledged', async () => {
    const { proxy, far } = await throughProxy()
    const { key, file, bytes } = output(40 * megabyte)
    let acknowledged = 0
    const onBytes = (count: number): number => (acknowledged += count)
    let cuts = 0
    for (const after of [9.3, 0.01, 14, 2.5]) {
      const before = proxy.bytes.up
      proxy.cutAfter(after * megabyte)
      await expect(sendFile(far, file, { signal, onBytes })).rejects.toMatchObject({
        code: 'mirror.unreachable',
      })
      expect(proxy.bytes.up - before).toBeLessThan(after * megabyte + 2 * megabyte)
      proxy.heal()
      cuts++
    }
    const [row] = await filesOf(pool, job.jobId)
    await sendFile(far, file, { signal, onBytes })
    // What was on its way when the line broke may have arrived, with nobody left to tell.
    expect(acknowledged).toBeLessThanOrEqual(file.size)
    expect(row?.received).toBeGreaterThan(20 * megabyte)
    expect(proxy.bytes.up).toBeLessThan(file.size + cuts * megabyte + 256 * 1024)
    const target = join(folder, 'back')
    await receiveFile(pool, key, target, { signal })
    expect(sha256Of(readFileSync(target))).toBe(sha256Of(bytes))
    expect(await objectsOf(pool)).toBe(1)
  })

  test('is given up in a black hole, and goes on after it', async () => {
    const { proxy, far } = await throughProxy()
    const { file } = output(8 * megabyte)
    let sent = 0
    const untilHole = (bytes: number): void => {
      sent += bytes
      if (sent > 2 * megabyte) proxy.blackHole()
    }
    await expect(sendFile(far, file, { signal, onBytes: untilHole })).rejects.toMatchObject({
      code: 'mirror.unreachable',
    })
    proxy.heal()
    await sendFile(far, file, { signal, onBytes: (bytes) => (sent += bytes) })
    expect(sent).toBe(file.size)
  })

  test('survives a server that loses its power', async () => {
    const { key, file, bytes } = output(12 * megabyte)
    let sent = 0
    const kills: Promise<void>[] = []
    const onBytes = (count: number): void => {
      sent += count
      if (sent > 6 * megabyte && kills.length === 0) kills.push(at.server().kill())
    }
    await expect(sendFile(pool, file, { signal, onBytes })).rejects.toMatchObject({
      code: 'mirror.unreachable',
    })
    await Promise.all(kills)
    await at.server().start()
    await sendFile(pool, file, { signal })
    // Whoever is told that it is complete finds it so, whatever comes.
    await at.server().kill()
    await at.server().start()
    const target = join(folder, 'back')
    await receiveFile(pool, key, target, { signal })
    expect(sha256Of(readFileSync(target))).toBe(sha256Of(bytes))
  })

  test('takes the place of another file of its name, and that one’s object goes', async () => {
    const first = output(2 * megabyte)
    await sendFile(pool, first.file, { signal })
    const second = output(megabyte)
    await sendFile(pool, second.file, { signal })
    expect(await objectsOf(pool)).toBe(1)
    expect(await filesOf(pool, job.jobId)).toMatchObject([{ sha256: second.file.sha256, complete: true }])
  })

  test('is sent anew when its object was removed', async () => {
    const { file } = output(megabyte)
    await sendFile(pool, file, { signal })
    await pool.query('SELECT lo_unlink(large_object) FROM qgis_job_files')
    await sendFile(pool, file, { signal })
    expect(await objectsOf(pool)).toBe(1)
  })

  test('is not complete when the file here is not what it is said to be', async () => {
    const { file } = output(3 * megabyte)
    writeFileSync(file.path, Buffer.alloc(file.size))
    await expect(sendFile(pool, file, { signal })).rejects.toMatchObject({
      code: 'mirror.broken',
      data: { params: { file: file.name } },
    })
    writeFileSync(file.path, Buffer.alloc(10))
    await expect(sendFile(pool, file, { signal })).rejects.toMatchObject({ code: 'mirror.broken' })
    expect(await filesOf(pool, job.jobId)).toEqual([])
    expect(await objectsOf(pool)).toBe(0)
  })

  test('is not complete when the file changes after a cut', async () => {
    const { file, bytes } = output(6 * megabyte)
    const stop = new AbortController()
    await expect(
      sendFile(pool, file, { signal: stop.signal, onBytes: () => stop.abort() }),
    ).rejects.toMatchObject({ code: 'job.cancelled' })
    writeFileSync(file.path, Buffer.concat([Buffer.from('changed'), bytes.subarray(7)]))
    await expect(sendFile(pool, file, { signal })).rejects.toMatchObject({ code: 'mirror.broken' })
    writeFileSync(file.path, bytes)
    await sendFile(pool, file, { signal })
  })

  test('says when the file here is gone', async () => {
    const { file } = output(10)
    await expect(sendFile(pool, { ...file, path: join(folder, 'none') }, { signal })).rejects.toMatchObject({
      code: 'input.missing',
    })
  })

  test.each([
    ['mirror.gone', (jobId: string) => pool.query('DELETE FROM qgis_jobs WHERE job_id = $1', [jobId])],
    ['mirror.gone', (jobId: string) => pool.query('DELETE FROM qgis_jobs_ext WHERE job_id = $1', [jobId])],
    ['mirror.leaseLost', (jobId: string) => takeAway(pool, jobId)],
  ])('stops with %s in the middle', async (code, happen) => {
    const { file } = output(8 * megabyte)
    let sent = 0
    let happened: Promise<unknown> | null = null
    const slowed = {
      ...pool,
      query: async <R extends object>(...call: Parameters<Pool['query']>): Promise<R[]> => {
        await happened
        return pool.query<R>(...call)
      },
    }
    const onBytes = (bytes: number): void => {
      sent += bytes
      if (sent > 3 * megabyte) happened ??= happen(job.jobId)
    }
    await expect(sendFile(slowed, file, { signal, onBytes })).rejects.toMatchObject({ code })
    expect(sent).toBeLessThan(5 * megabyte)
  })

  test('goes whole when two send it at once', async () => {
    const { key, file, bytes } = output(5 * megabyte)
    await Promise.all([1, 2, 3].map(async () => sendFile(pool, file, { signal })))
    const target = join(folder, 'back')
    await receiveFile(pool, key, target, { signal })
    expect(sha256Of(readFileSync(target))).toBe(sha256Of(bytes))
    expect(await objectsOf(pool)).toBe(1)
  })
})
