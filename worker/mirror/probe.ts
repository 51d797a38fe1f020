import pg from 'pg'
import { AppError } from '#worker/api/errors.ts'
import type { MirrorAddress, MirrorTest } from '#worker/api/mirror.ts'
import { placeOf, readAddress } from '#worker/mirror/address.ts'
import { clientConfig } from '#worker/mirror/pool.ts'
import { troubleOf } from '#worker/mirror/trouble.ts'

const answerTimeoutMs = 5000

/** Connects, asks for the version and for the table `qgis_jobs`, and leaves. Trouble is an answer, not an error. */
export async function probePostgres(address: MirrorAddress): Promise<MirrorTest> {
  const place = placeOf(address.url) ?? { host: '', database: '' }
  let client: pg.Client | null = null
  try {
    const connection = await readAddress(address)
    client = new pg.Client({ ...clientConfig(connection), query_timeout: answerTimeoutMs })
    // A connection that breaks while idle is told by the query that follows.
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ version: string; there: boolean }>(
      "SELECT current_setting('server_version') AS version, to_regclass('qgis_jobs') IS NOT NULL AS there",
    )
    return {
      reachable: true,
      ...place,
      version: rows[0]?.version ?? '',
      // pg gives up where a server has no TLS to offer.
      encrypted: connection.ssl !== false,
      hasJobsTable: rows[0]?.there ?? false,
    }
  } catch (thrown) {
    return { reachable: false, ...place, trouble: troubleOf(thrown), detail: detailOf(thrown) }
  } finally {
    // Not awaited: a server that has gone silent does not answer a goodbye.
    client?.end().catch(() => undefined)
  }
}

function detailOf(thrown: unknown): string {
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown
  const cause: unknown = first instanceof AppError ? first.cause : first
  return cause instanceof Error ? cause.message : ''
}
