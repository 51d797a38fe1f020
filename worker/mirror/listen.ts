import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from '#worker/mirror/address.ts'
import { clientConfig } from '#worker/mirror/pool.ts'
import { toMirrorError } from '#worker/mirror/trouble.ts'

export interface Listening {
  /** Ends it. */
  signal: AbortSignal
  /** Whether hints can come; not through a pooler that shares connections among its clients. */
  onListening: (listening: boolean) => void
  /** Somebody put that job into qgis_jobs, or it may be claimed again. Only a hint: it may come twice or never. */
  onHint: (jobId: string) => void
}

const channel = 'qgis_jobs'
/** Between two questions, and the longest wait for their answer: together the time in which silence is noticed. */
const heartbeatMs = 5000
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
  const client = new pg.Client(clientConfig(connection))
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => undefined)
  client.on('error', broken.reject)
  client.on('end', () => broken.reject(new Error('Connection terminated')))
  client.on('notification', ({ payload }) => {
    if (payload !== undefined && uuid.test(payload)) onHint(payload.toLowerCase())
  })
  try {
    await client.connect()
    await client.query(`LISTEN ${channel}`)
    for (let first = true, before = false; !signal.aborted; first = false) {
      const listening = await isListening(client)
      if (first || listening !== before) onListening(listening)
      before = listening
      await Promise.race([sleep(heartbeatMs, undefined, { signal }).catch(() => undefined), broken.promise])
    }
  } catch (thrown) {
    if (signal.aborted) return
    throw toMirrorError(thrown, `${connection.host}:${connection.port}`) ?? thrown
  } finally {
    // Not awaited: a server that has gone silent does not answer a goodbye.
    client.end().catch(() => undefined)
  }
}

/** A pooler in transaction mode asks another session than the one that listens. */
async function isListening(client: pg.Client): Promise<boolean> {
  const query: pg.QueryConfig & { query_timeout: number } = {
    text: 'SELECT $1 IN (SELECT pg_listening_channels()) AS listening',
    values: [channel],
    query_timeout: heartbeatMs,
  }
  const { rows } = await client.query<{ listening: boolean }>(query)
  return rows[0]?.listening ?? false
}
