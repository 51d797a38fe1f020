import type { IncomingMessage } from 'node:http'
import { multipart, whole } from '#test/fakes/qfieldcloud/multipart.ts'
import type { Quirks } from '#test/fakes/qfieldcloud/quirks.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Account } from '#test/fakes/qfieldcloud/state.ts'

/** A request as handlers see it. */
export interface Ask {
  request: IncomingMessage
  method: string
  /** Scheme and host as the client wrote them. */
  origin: string
  path: string
  query: URLSearchParams
  /** Of the route's pattern. */
  params: Record<string, string>
  quirks: Quirks
  /** The body, counted, slowed and cut as the quirks want it. */
  body: AsyncIterable<Buffer>
  /** Who asks; an account of nobody where a route needs none. */
  user: Account
  /** Kind of client, by its User-Agent. */
  client: string
}

export type Form = Record<string, unknown>

/** Fields of a JSON, urlencoded or multipart body; a file's field is its bytes, so keep large files away. */
export async function readForm({ request, body }: Pick<Ask, 'request' | 'body'>): Promise<Form> {
  const type = request.headers['content-type'] ?? ''
  const boundary = boundaryOf(type)
  if (boundary !== null) {
    const form: Form = {}
    for await (const part of multipart(body, boundary)) {
      const bytes = await whole(part.body)
      form[part.name] = part.filename === null ? bytes.toString() : { name: part.filename, bytes }
    }
    return form
  }
  const text = (await whole(body)).toString()
  if (!type.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object') return value as Form
  } catch {
    // Answered as any field that is wrong.
  }
  throw new Refusal('api_error')
}

export function boundaryOf(contentType: string): string | null {
  return /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(contentType)?.[1] ?? null
}

/** A text field; the API says nothing of what is wrong with one. */
export function textOf(form: Form, name: string): string {
  const value = form[name]
  if (typeof value !== 'string' || value === '') throw new Refusal('api_error')
  return value
}

export function truthOf(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(1|true|on|yes)$/i.test(value)) || value === 1
}

/** A plain array; `limit` brings the headers with it, `offset` alone gives 50. */
export function paginated({ query, origin, path }: Ask, all: readonly unknown[]): Reply {
  const limit = Number(query.get('limit') ?? Number.NaN)
  const offset = Number(query.get('offset') ?? 0)
  if (!(limit > 0)) return { status: 200, json: query.has('offset') ? all.slice(offset, offset + 50) : all }
  const link = (from: number): string => {
    const there = new URLSearchParams(query)
    there.set('limit', String(limit))
    there.set('offset', String(from))
    return `${origin}${path}?${there}`
  }
  return {
    status: 200,
    json: all.slice(offset, offset + limit),
    headers: {
      'X-Total-Count': String(all.length),
      ...(offset + limit < all.length ? { 'X-Next-Page': link(offset + limit) } : {}),
      ...(offset > 0 ? { 'X-Previous-Page': link(Math.max(0, offset - limit)) } : {}),
    },
  }
}
