import { randomUUID } from 'node:crypto'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from '#worker/mirror/address.ts'
import { clientConfig } from '#worker/mirror/pool.ts'
import { toMirrorError } from '#worker/mirror/trouble.ts'

export interface Listening {
  /** Ends it. */
  signal: AbortSignal
  /** Whether hints can come; not through a pooler that shares its sessions among its clients. */
  onListening: (listening: boolean) => void
  /** Somebody put that job into qgis_jobs, or it may be claimed again. Only a hint: it may come twice or never. */
  onHint: (jobId: string) => void
}

const channel = 'qgis_jobs'
/** Between two questions, and the longest wait for their answer: together the time in which silence is noticed. */
const heartbeatMs = 5000
const heartbeat: pg.QueryConfig & { query_timeout: number } = { text: 'SELECT', query_timeout: heartbeatMs }
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Listens for hints on a connection of its own, and asks every five seconds whether it still stands: a connection
 * that is half open would say nothing for hours. Resolves when `signal` fires.
 *
 * @throws AppError mirror.unreachable when it breaks or falls silent, at most ten seconds after; mirror.refused
 */
export async function listen(
  connection: Connection,
  { signal, onListening, onHint }: Listening,
): Promise<void> {
  const socket = new Socket()
  const client = new pg.Client({ ...clientConfig(connection), stream: () => socket })
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => undefined)
  signal.addEventListener('abort', () => broken.reject(signal.reason), { once: true })
  const unlessBroken = <T>(work: Promise<T>): Promise<T> => Promise.race([work, broken.promise])
  client.on('error', broken.reject)
  client.on('end', () => broken.reject(new Error('Connection terminated')))
  client.on('notification', ({ payload }) => {
    if (payload !== undefined && uuid.test(payload)) onHint(payload.toLowerCase())
  })
  const pause = () => sleep(heartbeatMs, undefined, { signal }).catch(() => undefined)
  try {
    await unlessBroken(client.connect())
    await unlessBroken(client.query({ ...heartbeat, text: `LISTEN ${channel}` }))
    onListening(await unlessBroken(isHeard(connection, client, signal)))
    while (!signal.aborted) {
      await unlessBroken(client.query(heartbeat))
      await unlessBroken(pause())
    }
  } catch (thrown) {
    if (signal.aborted) return
    throw toMirrorError(thrown, `${connection.host}:${connection.port}`) ?? thrown
  } finally {
    // Not awaited, and no reason for the process to stay: a server that has gone silent answers no goodbye.
    client.end().catch(() => undefined)
    socket.unref()
  }
}

/**
 * Whether a word from another session arrives. A pooler in transaction mode takes the LISTEN, and even shows it while
 * nobody else is there, but drops what comes between two transactions.
 */
async function isHeard(connection: Connection, client: pg.Client, signal: AbortSignal): Promise<boolean> {
  const word = `hello ${randomUUID()}`
  const heard = Promise.withResolvers<true>()
  client.on('notification', ({ payload }) => {
    if (payload === word) heard.resolve(true)
  })
  const other = new pg.Client(clientConfig(connection))
  other.on('error', () => undefined)
  try {
    await other.connect()
    await other.query({ ...heartbeat, text: 'SELECT pg_notify($1, $2)', values: [channel, word] })
    return await Promise.race([heard.promise, sleep(heartbeatMs, false, { signal })])
  } catch {
    // No room for a second session, or the end: the heartbeat tells what is wrong.
    return false
  } finally {
    other.end().catch(() => undefined)
  }
}
