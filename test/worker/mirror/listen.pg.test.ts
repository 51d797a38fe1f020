import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { poolOf } from '#test/postgres/database.ts'
import { hasPooler, startPooler } from '#test/postgres/pooler.ts'
import { startProxy, type Proxy } from '#test/postgres/proxy.ts'
import { askFor, claimer, onEveryPostgres } from '#test/worker/mirror/jobs.ts'
import { claimNext } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import { listen } from '#worker/mirror/listen.ts'
import { prepareSchema } from '#worker/mirror/migrate.ts'

onEveryPostgres('listening', ({ sql, server, database }) => {
  interface Ear {
    proxy: Proxy
    heard: string[]
    states: boolean[]
    /** Settles when the listening ends. */
    ended: Promise<unknown>
    hangUp: () => void
  }

  async function open(port = server().port, listening = true): Promise<Ear> {
    const proxy = await startProxy(port)
    const ending = new AbortController()
    const [heard, states]: [string[], boolean[]] = [[], []]
    const { user, password } = server()
    const ended = listen(
      { host: '127.0.0.1', port: proxy.port, user, password, database: database() },
      {
        signal: ending.signal,
        onListening: (state) => states.push(state),
        onHint: (jobId) => heard.push(jobId),
      },
    ).catch((thrown: unknown) => thrown)
    const hangUp = (): void => ending.abort()
    onTestFinished(async () => {
      hangUp()
      await ended
      await proxy.stop()
    })
    await expect.poll(() => states, { timeout: 10_000 }).toEqual([listening])
    return { proxy, heard, states, ended, hangUp }
  }

  const notify = (payload: string) => sql().query("SELECT pg_notify('qgis_jobs', $1)", [payload])

  test('a job’s id is a hint, anything else is not', async () => {
    const ear = await open()
    const jobId = randomUUID()
    const started = performance.now()
    await notify('')
    await notify("'; drop table qgis_jobs")
    await notify(jobId.toUpperCase())
    await expect.poll(() => ear.heard, { interval: 1 }).toEqual([jobId])
    process.stdout.write(`Heard after ${(performance.now() - started).toFixed(1)} ms.\n`)
    ear.hangUp()
    expect(await ear.ended).toBeUndefined()
  })

  test.skipIf(!hasPooler)('a pooler that shares its sessions: no hints, and the work goes on', async () => {
    const pooler = await startPooler(server())
    onTestFinished(() => pooler.stop())
    const ear = await open(pooler.port, false)
    const pool = poolOf(server(), database(), pooler.port)
    onTestFinished(() => pool.close())
    await prepareSchema(pool)
    const jobId = await askFor(pool)
    await enrol(pool, { graceSeconds: 0, hinted: [] })
    expect(await claimNext(pool, claimer())).toMatchObject({ jobId })
    await pool.transaction((transaction) => transaction.query('DELETE FROM qgis_jobs'))
    expect(ear.heard).toEqual([])
    ear.hangUp()
    expect(await ear.ended).toBeUndefined()
  })

  test('a connection that is cut ends it', async () => {
    const ear = await open()
    ear.proxy.cut()
    expect(await ear.ended).toMatchObject({ data: { code: 'mirror.unreachable' } })
  })

  test('a session that the server ends ends it', async () => {
    const ear = await open()
    await sql().query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    expect(await ear.ended).toMatchObject({ data: { code: 'mirror.unreachable' } })
  })

  test('a black hole is noticed within fifteen seconds', async () => {
    const ear = await open()
    const started = performance.now()
    ear.proxy.blackHole()
    expect(await ear.ended).toMatchObject({
      data: { code: 'mirror.unreachable', params: { trouble: 'timeout' } },
    })
    const seconds = (performance.now() - started) / 1000
    process.stdout.write(`A black hole was noticed after ${seconds.toFixed(1)} s.\n`)
    expect(seconds).toBeLessThan(15)
    expect(ear.heard).toEqual([])
  }, 60_000)

  test('a slow line is no reason to give up', async () => {
    const ear = await open()
    ear.proxy.slow(2000)
    const jobId = randomUUID()
    await sleep(6000)
    await notify(jobId)
    await expect.poll(() => ear.heard, { timeout: 10_000 }).toEqual([jobId])
  }, 60_000)
})

test('a server that cannot be reached', async () => {
  const signal = new AbortController().signal
  const place = { host: '127.0.0.1', port: 1, user: 'a', database: 'b' }
  await expect(
    listen(place, { signal, onListening: () => undefined, onHint: () => undefined }),
  ).rejects.toMatchObject({ data: { code: 'mirror.unreachable', params: { trouble: 'refused' } } })
})
