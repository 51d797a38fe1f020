import { Socket } from 'node:net'
import pg from 'pg'
import { AppError } from '#worker/api/errors.ts'
import type { Connection } from '#worker/mirror/address.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { toMirrorError } from '#worker/mirror/trouble.ts'
import { createTurns } from '#worker/mirror/turns.ts'

/** A few connections to one database, opened when they are needed. */
export interface Pool extends Sql {
  /** Ends all connections at once: statements that run are given up, and reject. */
  close(): Promise<void>
}

const answerTimeoutMs = 10_000
/** Connections, and how many of them may be in transactions, which are long: a lease has to be extended meanwhile. */
const most = { connections: 4, transactions: 2 }
/** A transaction whose client has gone silent lets go of its locks after this. */
const silentTransactionMs = 30_000
const int8 = 20

/** bigint as a number: ours are sizes and counters, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format) =>
    oid === int8 ? Number : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
}

/** What every connection of ours has in common. */
export function clientConfig(connection: Connection): pg.ClientConfig {
  return {
    ...connection,
    types,
    application_name: 'fieldpack',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
  }
}

/**
 * At most four connections; none is opened before the first statement. Who finds them all in use waits here, and not
 * with pg's pool, which takes a long wait for a server that does not answer.
 */
export function createPool(connection: Connection): Pool {
  const host = `${connection.host}:${connection.port}`
  const sockets = new Set<Socket>()
  let ended: Promise<void> | null = null
  const turns = createTurns(most.connections)
  const transactions = createTurns(most.transactions)
  const pool = new pg.Pool({
    ...clientConfig(connection),
    stream,
    max: most.connections,
    idleTimeoutMillis: 30_000,
  })
  // A connection that breaks while nobody uses it is told by the next statement.
  pool.on('error', () => undefined)

  function stream(): Socket {
    const socket = new Socket()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket
  }

  async function borrow<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((thrown: unknown) => {
      throw toMirrorError(thrown, host) ?? thrown
    })
    // Lent out, its errors come here and through the statement that runs.
    client.on('error', ignore)
    let spoilt = true
    try {
      const result = await work(client)
      spoilt = false
      return result
    } catch (thrown) {
      // After a statement's own error it is as good as before; after any other nobody knows what it does.
      spoilt = !(thrown instanceof pg.DatabaseError)
      throw thrown
    } finally {
      client.off('error', ignore)
      client.release(spoilt)
    }
  }

  async function ask<R extends object>(
    client: pg.PoolClient,
    text: string,
    values: readonly unknown[] = [],
    options: Parameters<Sql['query']>[2] = {},
  ): Promise<R[]> {
    const query: pg.QueryConfig & { query_timeout: number } = {
      text,
      values: [...values],
      query_timeout: options.timeoutMs ?? answerTimeoutMs,
    }
    try {
      return (await client.query<R>(query)).rows
    } catch (thrown) {
      throw toMirrorError(thrown, host) ?? thrown
    }
  }

  function within(client: pg.PoolClient): Sql {
    const sql: Sql = {
      query: (text, values, options) => ask(client, text, values, options),
      transaction: (work) => work(sql),
    }
    return sql
  }

  async function transact<T>(client: pg.PoolClient, work: (sql: Sql) => Promise<T>): Promise<T> {
    await ask(client, `BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${silentTransactionMs}`)
    try {
      const result = await work(within(client))
      await ask(client, 'COMMIT')
      return result
    } catch (thrown) {
      // Any other error ends the connection, and the transaction with it.
      if (thrown instanceof pg.DatabaseError) await ask(client, 'ROLLBACK')
      throw thrown
    }
  }

  return {
    query: (text, values, options) =>
      turns.take(() => borrow((client) => ask(client, text, values, options))),
    transaction: (work) =>
      transactions.take(() => turns.take(() => borrow((client) => transact(client, work)))),
    async close() {
      const closed = new AppError('mirror.unreachable', { host, trouble: 'other' })
      transactions.end(closed)
      turns.end(closed)
      ended ??= pool.end()
      for (const socket of sockets) socket.destroy()
      await ended
    },
  }
}

const ignore = (): void => undefined
