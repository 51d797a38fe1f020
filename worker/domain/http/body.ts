/** A body as its route understands it, or what is wrong with it, in words for whoever sent it. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string }

export type Body = Readonly<Record<string, unknown>>

/** Reads a body as one JSON object. */
export function readObject(bytes: Uint8Array): Parsed<Body> {
  if (bytes.length === 0) return { ok: false, message: 'The request has no body.' }
  const value = parse(bytes)
  if (value === undefined) return { ok: false, message: 'The body is not valid JSON.' }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, message: 'The body has to be a JSON object.' }
  return { ok: true, value: value as Body }
}

/** Undefined when it is none: JSON has no such value. */
function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** What is wrong when members are absent, null or empty; null when all are there. */
export function missing(body: Body, names: readonly string[]): { ok: false; message: string } | null {
  const absent = names.filter((name) => body[name] === undefined || body[name] === null || body[name] === '')
  return absent.length === 0 ? null : { ok: false, message: `Missing required fields: ${absent.join(', ')}.` }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A `job_id`, in lower case as Postgres writes it. */
export function readJobId(value: unknown): Parsed<string> {
  if (typeof value === 'string' && uuid.test(value)) return { ok: true, value: value.toLowerCase() }
  return { ok: false, message: 'job_id has to be a UUID.' }
}
