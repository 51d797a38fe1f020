import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { poolOf } from '#test/postgres/database.ts'
import { startProxy, type Proxy } from '#test/postgres/proxy.ts'
import { onEveryPostgres } from '#test/worker/mirror/jobs.ts'
import type { Pool } from '#worker/mirror/pool.ts'

onEveryPostgres('the pool', ({ sql, server, database }) => {
  async function throughProxy(): Promise<{ proxy: Proxy; pool: Pool }> {
    const proxy = await startProxy(server().port)
    const pool = poolOf(server(), database(), proxy.port)
    onTestFinished(async () => {
      await pool.close()
      await proxy.stop()
    })
    return { proxy, pool }
  }

  test('bytes, large counters and null come as they went', async () => {
    const bytes = Buffer.from([0, 255, 10, 92, 200])
    const [row] = await sql().query('SELECT $1::bytea AS bytes, $2::bigint AS count, NULL AS nothing', [
      bytes,
      2 ** 40,
    ])
    expect(row).toEqual({ bytes, count: 2 ** 40, nothing: null })
  })

  test('never more than four connections, which say whose they are', async () => {
    const { pool } = await throughProxy()
    await Promise.all(Array.from({ length: 12 }, () => pool.query('SELECT pg_sleep(0.05)')))
    const sessions = await pool.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'fieldpack' AND backend_type = 'client backend'
         AND query ~ 'pg_sleep' AND pid <> pg_backend_pid()`,
    )
    expect(sessions.length).toBeLessThanOrEqual(4)
  })

  test('a transaction is all or nothing, on one connection', async () => {
    await sql().query('CREATE TABLE IF NOT EXISTS kept (a int)')
    const work = sql().transaction(async (transaction) => {
      await transaction.query('INSERT INTO kept VALUES (1)')
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    await expect(
      sql().transaction(async (transaction) => {
        await transaction.query('INSERT INTO kept VALUES (2)')
        await transaction.query('SELECT 1 / 0')
      }),
    ).rejects.toThrow('division by zero')
    expect(await sql().transaction((transaction) => transaction.query('SELECT a FROM kept'))).toEqual([])
  })

  test('long transactions leave room for a short word, and those that wait for their turn have it', async () => {
    const { pool } = await throughProxy()
    const slow = Array.from({ length: 6 }, () =>
      pool.transaction((transaction) => transaction.query('SELECT pg_sleep(3)')),
    )
    const first = Promise.race(slow)
    expect(await Promise.race([first.then(() => 'slow'), pool.query('SELECT').then(() => 'short')])).toBe(
      'short',
    )
    expect(await Promise.all(slow)).toHaveLength(6)
  })

  test('the end is the end for those, too, that wait for their turn', async () => {
    const { pool } = await throughProxy()
    const slow = Array.from({ length: 6 }, () =>
      pool.query('SELECT pg_sleep(60)').catch((thrown: unknown) => thrown),
    )
    await sleep(300)
    await pool.close()
    for (const end of await Promise.all(slow)) expect(end).toMatchObject({ code: 'mirror.unreachable' })
  })

  test('a statement’s own error is its caller’s, and the connection is as good as before', async () => {
    const before = await sql().query('SELECT pg_backend_pid() AS pid')
    await expect(sql().query('SELECT nonsense')).rejects.toMatchObject({ code: '42703' })
    expect(await sql().query('SELECT pg_backend_pid() AS pid')).toEqual(before)
  })

  test('an answer that does not come in time ends the connection, and the next statement has another', async () => {
    const { pool } = await throughProxy()
    const [before] = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await expect(pool.query('SELECT pg_sleep(30)', [], { timeoutMs: 200 })).rejects.toMatchObject({
      data: { code: 'mirror.unreachable', params: { trouble: 'timeout' } },
    })
    const [after] = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    expect(after?.pid).not.toBe(before?.pid)
  })

  test('connections that break while nobody uses them are replaced', async () => {
    const { proxy, pool } = await throughProxy()
    await pool.query('SELECT 1')
    proxy.cut()
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ data: { code: 'mirror.unreachable' } })
    proxy.heal()
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await sql().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fieldpack' AND pid <> pg_backend_pid()",
    )
    await sleep(100)
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('a connection that is cut in the middle of an answer', async () => {
    const { proxy, pool } = await throughProxy()
    const answer = pool.query('SELECT pg_sleep(30)').catch((thrown: unknown) => thrown)
    await sleep(200)
    proxy.cut()
    expect(await answer).toMatchObject({ data: { code: 'mirror.unreachable' } })
  })

  test('closing gives up what runs, also in a black hole', async () => {
    const { proxy, pool } = await throughProxy()
    const answers = [
      pool.query('SELECT pg_sleep(30)'),
      pool.transaction((t) => t.query('SELECT pg_sleep(30)')),
    ]
    const failed = Promise.all(
      answers.map((answer) => expect(answer).rejects.toMatchObject({ data: { code: 'mirror.unreachable' } })),
    )
    await sleep(200)
    proxy.blackHole()
    const started = performance.now()
    await pool.close()
    await failed
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('a server that is killed and comes back', async () => {
    const { pool } = await throughProxy()
    await pool.query('SELECT 1')
    await server().kill()
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ data: { code: 'mirror.unreachable' } })
    await server().start()
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    // The suite's own pool finds its connections dead, once.
    await sql()
      .query('SELECT 1')
      .catch(() => undefined)
  })
})
