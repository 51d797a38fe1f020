import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { refusal, type Answer } from '#worker/http/answer.ts'

/**
 * Why a request is not let in, or null. Pages in a browser are not: they could reach a service on loopback from
 * anywhere, and nothing of ours runs in one.
 *
 * @param token null where everybody who reaches the port may ask
 */
export function guard(headers: IncomingHttpHeaders, token: string | null): Answer | null {
  if (headers.origin !== undefined) return refusal(403, 'Requests of web pages are not answered.')
  if (token === null || isBearer(headers.authorization ?? '', token)) return null
  return refusal(401, 'A bearer token is needed.', { 'WWW-Authenticate': 'Bearer' })
}

/** Takes the same time for every wrong token, of whatever length. */
function isBearer(authorization: string, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
