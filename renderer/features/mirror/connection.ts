import type { MirrorAddress, TlsMode } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'

/** A connection as it is typed. The password is empty while the kept one is meant, or none. */
export interface Connection {
  host: string
  /** Empty: 5432. */
  port: string
  database: string
  user: string
  password: string
  tls: TlsMode
  /** Counts with `verify` alone; null: the authorities that this computer trusts. */
  caFile: string | null
}

export const emptyConnection: Connection = {
  host: '',
  port: '',
  database: '',
  user: '',
  password: '',
  tls: 'verify',
  caFile: null,
}

/** The connection of the settings; an empty one where none is set. */
export function connectionOf({ postgresUrl, postgresTls, postgresCaFile }: Settings): Connection {
  const parts = postgresUrl === null ? null : readUrl(postgresUrl)
  return { ...emptyConnection, ...parts, password: '', tls: postgresTls, caFile: postgresCaFile }
}

/** libpq's `sslmode`s as ours. `allow` and `prefer` may end up in clear, which nobody who pastes them expects. */
const tlsBySslMode: Record<string, TlsMode> = {
  disable: 'disable',
  allow: 'require',
  prefer: 'require',
  require: 'require',
  'verify-ca': 'verify',
  'verify-full': 'verify',
}

/** The parts of `postgres://user:password@host:port/database?sslmode=…`; null when the text is no such address. */
export function readUrl(text: string): Partial<Connection> | null {
  const trimmed = text.trim()
  if (!/^postgres(ql)?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null
  const url = new URL(trimmed)
  if (url.hostname === '') return null
  const tls = tlsBySslMode[url.searchParams.get('sslmode') ?? '']
  try {
    return {
      host: decodeURIComponent(url.hostname.replace(/^\[|\]$/g, '')),
      port: url.port,
      database: decodeURIComponent(url.pathname.slice(1)),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      ...(tls === undefined ? {} : { tls }),
    }
  } catch {
    // A % that is none of an escape's.
    return null
  }
}

/** The address without its password, as the settings keep it. */
export function urlOf({ host, port, database, user }: Connection): string {
  const place = host.includes(':') ? `[${host.trim()}]` : host.trim()
  const at = port.trim() === '' ? place : `${place}:${port.trim()}`
  return `postgres://${encodeURIComponent(user.trim())}@${at}/${encodeURIComponent(database.trim())}`
}

type Faults = Partial<Record<'host' | 'port' | 'database' | 'user', 'missing' | 'wrong'>>

/** What has to be mended before the connection can be tried. */
export function faultsOf(connection: Connection): Faults {
  const { host, port, database, user } = connection
  const faults: Faults = {}
  if (host.trim() === '') faults.host = 'missing'
  else if (/[/@?#\\]/.test(host) || !URL.canParse(urlOf({ ...connection, port: '' }))) faults.host = 'wrong'
  if (!/^\d*$/.test(port.trim()) || Number(port) > 65_535 || port.trim() === '0') faults.port = 'wrong'
  if (database.trim() === '') faults.database = 'missing'
  // An address drops such a path.
  else if (/^\.\.?$/.test(database.trim())) faults.database = 'wrong'
  if (user.trim() === '') faults.user = 'missing'
  return faults
}

/** Whether a password of the one is the other's: it must never go to another server, or in another's name. */
export function sharesPassword(one: Connection, other: Connection): boolean {
  const whose = ({ host, port, user }: Connection): string =>
    [host.trim().toLowerCase(), port.trim() || '5432', user.trim()].join(' ')
  return whose(one) === whose(other)
}

/** The connection as it is tried. `isKept`: where none is typed, the kept password belongs to it. */
export function addressOf(connection: Connection, isKept: boolean): MirrorAddress {
  const { password, tls, caFile } = connection
  return {
    url: urlOf(connection),
    tls,
    caFile: tls === 'verify' ? caFile : null,
    password: password === '' && isKept ? null : password,
  }
}

/** Whether the server is this very computer, so that nobody is in between. */
export function isHere(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host.trim())
}
