import type { PgService } from '#worker/api/pg-services.ts'
import type { Address } from '#worker/domain/project/reach.ts'

const defaultPort = 5432

/** Servers that a service tries, in order; sockets of this computer are none. */
export function addressesOf(service: PgService): Address[] {
  const hosts = (service['hostaddr'] ?? service['host'] ?? '').split(',')
  const ports = (service['port'] ?? '').split(',')
  return hosts.flatMap((host, index) => {
    if (host === '' || host.startsWith('/') || host.startsWith('@')) return []
    const port = Number(ports.length === 1 ? ports[0] : ports[index]) || defaultPort
    return [{ host, port }]
  })
}

/**
 * A service as an address of Postgres, password and all, for whoever tries to sign in; null where it names no server.
 */
export function loginUrl(service: PgService): string | null {
  const [first] = addressesOf(service)
  if (first === undefined) return null
  const { user = '', password, dbname = user, sslmode } = service
  const host = first.host.includes(':') ? `[${first.host}]` : first.host
  const secret = password === undefined ? '' : `:${encodeURIComponent(password)}`
  const query = sslmode === undefined ? '' : `?sslmode=${encodeURIComponent(sslmode)}`
  return `postgres://${encodeURIComponent(user)}${secret}@${host}:${first.port}/${encodeURIComponent(dbname)}${query}`
}
