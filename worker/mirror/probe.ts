import pg from 'pg'

/** What a look at the Postgres of the settings found. Never holds a password. */
export type PostgresProbe =
  | { reachable: true; host: string; database: string; version: string; hasJobsTable: boolean }
  | { reachable: false; host: string; database: string; reason: PostgresTrouble }

export type PostgresTrouble =
  'url' | 'hostUnknown' | 'refused' | 'timeout' | 'signIn' | 'noDatabase' | 'tls' | 'privilege' | 'other'

const timeLimitMs = 5000

/** Error codes of Node's sockets and of Postgres (SQLSTATE). */
const troubleByCode: Record<string, PostgresTrouble> = {
  ENOTFOUND: 'hostUnknown',
  EAI_AGAIN: 'hostUnknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  '28P01': 'signIn',
  '28000': 'signIn',
  '3D000': 'noDatabase',
  '42501': 'privilege',
}

/**
 * Connects, asks for the version and for the table `qgis_jobs`, and leaves. Trouble is an answer, not an error.
 *
 * @param url `postgres://user@host:port/database`
 * @param password from the system's secret store; null where the server wants none
 */
export async function probePostgres(url: string, password: string | null): Promise<PostgresProbe> {
  const where = readUrl(url)
  if (where === null) return { reachable: false, host: '', database: '', reason: 'url' }
  const client = new pg.Client({
    connectionString: withPassword(url, password),
    connectionTimeoutMillis: timeLimitMs,
    query_timeout: timeLimitMs,
    application_name: 'fieldpack doctor',
  })
  // A connection that breaks while idle is told by the query that follows.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; there: boolean }>(
      "select current_setting('server_version') as version, to_regclass('qgis_jobs') is not null as there",
    )
    return {
      reachable: true,
      ...where,
      version: rows[0]?.version ?? '',
      hasJobsTable: rows[0]?.there ?? false,
    }
  } catch (thrown) {
    return { reachable: false, ...where, reason: troubleOf(thrown) }
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** In the address, since pg lets an address win over a password beside it. */
function withPassword(url: string, password: string | null): string {
  const address = new URL(url)
  if (password !== null) address.password = password
  return address.href
}

function readUrl(url: string): { host: string; database: string } | null {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return null
  const { host, pathname } = new URL(url)
  return { host, database: decodeURIComponent(pathname.slice(1)) }
}

function troubleOf(thrown: unknown): PostgresTrouble {
  // Node tries all addresses of a name and wraps what came of each.
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown
  if (!(first instanceof Error)) return 'other'
  const code = 'code' in first ? String(first.code) : ''
  const known = troubleByCode[code]
  if (known !== undefined) return known
  if (/timeout/i.test(first.message)) return 'timeout'
  if (/SASL|password/i.test(first.message)) return 'signIn'
  if (
    /SSL|TLS|certificate/i.test(first.message) ||
    /^(ERR_(SSL|TLS)|CERT_|DEPTH_ZERO|SELF_SIGNED)/.test(code)
  )
    return 'tls'
  return 'other'
}
