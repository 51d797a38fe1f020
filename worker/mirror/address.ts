import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { ClientConfig } from 'pg'
import { AppError } from '#worker/api/errors.ts'
import type { MirrorAddress, TlsMode } from '#worker/api/mirror.ts'

/** How a database is reached, in pg's words. */
export type Connection = Pick<ClientConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>

/** libpq's `sslmode`s, of which an address may carry one, as ours. */
const tlsBySslMode: Record<string, TlsMode> = {
  require: 'require',
  'verify-ca': 'verify',
  'verify-full': 'verify',
}
const strictness: readonly TlsMode[] = ['disable', 'require', 'verify']

/** The parts of an address that may be shown: `host` or `host:port`, and the database. Null when it is none. */
export function placeOf(url: string): { host: string; database: string } | null {
  const parts = partsOf(url)
  return parts === null ? null : { host: parts.place, database: parts.database }
}

/**
 * What pg needs for an address: `postgres://user@host:port/database`, IPv6 in brackets, the password inside it or
 * beside it. Where the address has an `sslmode` of its own the stricter of the two counts.
 *
 * @throws AppError mirror.refused: not an address (`url`), or the CA's file cannot be read (`certificate`)
 */
export async function readAddress(address: MirrorAddress): Promise<Connection> {
  const parts = partsOf(address.url)
  if (parts === null) throw new AppError('mirror.refused', { host: '', trouble: 'url' })
  const { user, database, sslMode } = parts
  const password = address.password ?? parts.password
  return {
    host: parts.host,
    port: parts.port,
    ...(user === '' ? {} : { user }),
    ...(password === '' ? {} : { password }),
    ...(database === '' ? {} : { database }),
    ssl: await readTls(address, sslMode),
  }
}

function partsOf(text: string) {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  try {
    return {
      place: decodeURIComponent(url.host),
      host: isIP(host) === 0 ? domainToASCII(decodeURIComponent(host)) : host,
      port: url.port === '' ? 5432 : Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      sslMode: url.searchParams.get('sslmode') ?? '',
    }
  } catch {
    // A % that is none of an escape's.
    return null
  }
}

async function readTls(address: MirrorAddress, sslMode: string): Promise<NonNullable<ClientConfig['ssl']>> {
  const asked = tlsBySslMode[sslMode] ?? 'disable'
  const mode = strictness[Math.max(strictness.indexOf(asked), strictness.indexOf(address.tls))]
  if (mode === 'disable') return false
  if (mode === 'require') return { rejectUnauthorized: false }
  if (address.caFile === null) return { rejectUnauthorized: true }
  return { rejectUnauthorized: true, ca: await readCertificate(address.caFile, address.url) }
}

async function readCertificate(path: string, url: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const host = placeOf(url)?.host ?? ''
    throw new AppError('mirror.refused', { host, trouble: 'certificate' }, { cause })
  }
}
