import * as z from 'zod'

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

/** What `auth/token/` answers, as far as it is used. */
export const Login = z.object({ token: z.string().min(1) })
