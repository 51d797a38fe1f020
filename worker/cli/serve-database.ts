import { AppError } from '#worker/api/errors.ts'

/** A database's address without its password, and the password. */
export interface ServedDatabase {
  url: string
  password: string | null
  /** Certificate (PEM) of the authority that signed the server's. */
  caFile: string | null
}

/**
 * Where the jobs come from: `--postgres`, or else Field-TM's own variables, `FTM_DB_URL`, or `FTM_DB_HOST`,
 * `FTM_DB_USER`, `FTM_DB_PASSWORD` and `FTM_DB_NAME`. A password may also come as `PGPASSWORD`, and the
 * certificate's file as `PGSSLROOTCERT`. Null when none is named.
 *
 * @throws AppError usage when it is no address
 */
export function databaseOf(option: string | undefined, env: NodeJS.ProcessEnv): ServedDatabase | null {
  const text = option ?? env['FTM_DB_URL'] ?? ''
  const address = text === '' ? fromParts(env) : parse(text)
  if (address === null) return null
  const own = decodeURIComponent(address.password)
  address.password = ''
  const password = own === '' ? (env['PGPASSWORD'] ?? env['FTM_DB_PASSWORD'] ?? null) : own
  return { url: address.href, password, caFile: env['PGSSLROOTCERT'] ?? null }
}

/** Whether what goes there can be overheard: the address asks for no TLS, and is not this computer's. */
export function isOpenLine(url: string): boolean {
  const { hostname, searchParams } = new URL(url)
  const encrypted = ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '')
  return !encrypted && !/^(localhost|127\.[\d.]+|\[::1\])$/i.test(hostname)
}

/** Of SQLAlchemy's addresses too, which name the driver: `postgresql+psycopg://…`. */
function parse(text: string): URL {
  const plain = text.replace(/^postgres(ql)?(\+\w+)?:\/\//, 'postgres://')
  // Its own text is not told: there may be a password in it.
  if (!plain.startsWith('postgres://') || !URL.canParse(plain))
    throw new AppError('usage', { why: 'the database has to be postgres://user@host:port/database' })
  return new URL(plain)
}

function fromParts(env: NodeJS.ProcessEnv): URL | null {
  const host = env['FTM_DB_HOST'] ?? ''
  if (host === '') return null
  const address = parse(`postgres://${host}`)
  address.username = env['FTM_DB_USER'] ?? ''
  address.pathname = `/${encodeURIComponent(env['FTM_DB_NAME'] ?? '')}`
  return address
}
