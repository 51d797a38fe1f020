import { AppError } from '#worker/api/errors.ts'

/** Who signs in to which QFieldCloud. Never stored. */
export interface CloudAccount {
  /** As people write it: with or without `/api/v1`. */
  url: string
  user: string
  password: string
}

/**
 * The API's address of a server, ending in a slash; null when `url` is no http(s) address or has a user in it.
 */
export function apiAddress(url: string): string | null {
  const parsed = URL.parse(/^[a-z]+:\/\//i.test(url) ? url : `https://${url}`)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null
  if (parsed.username !== '' || parsed.password !== '') return null
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api(\/v1)?$/, '')
  return `${parsed.origin}${path}/api/v1/`
}

/**
 * The same, where a password or token is going to be sent: anybody on the way could read it over plain http, so that
 * it goes to this machine only.
 *
 * @throws AppError cloud.badAddress, cloud.plainHttp
 */
export function safeAddress(server: string): string {
  const address = apiAddress(server.trim())
  // Without a user and password that stand in it.
  if (address === null)
    throw new AppError('cloud.badAddress', { host: server.replace(/^.*@/s, '').slice(0, 200) })
  const url = new URL(address)
  if (url.protocol === 'http:' && !isLoopback(url)) throw new AppError('cloud.plainHttp', { host: url.host })
  return address
}

export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname)
}
