import type * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { patience, type Patience } from '#worker/cloud/patience.ts'
import { postFile } from '#worker/cloud/post-file.ts'
import { asJson, troubleOf } from '#worker/cloud/trouble.ts'

/** Milliseconds without a byte: the servers' own proxies wait 300 s, for uploads that are checked at their end. */
const silenceMs = { read: 60_000, write: 300_000 }

export interface Cloudy {
  /** The API's address, ending in a slash. */
  address: string
  /** Null before the sign-in. */
  token: string | null
  signal: AbortSignal
}

export interface Asked {
  method?: 'GET' | 'POST'
  /** Below the API's address; its slash at the end is added. */
  path: string
  /** What is posted: a form, or the path of a file. */
  body?: URLSearchParams | string
}

/** The client's name decides there how long a token lives; `sdk` leaves the tokens of phones alone. */
const agent = 'sdk|ts|1 fieldpack/1'

/**
 * One request, with its answer handed to `read` while the connection is watched. A POST is never redirected: it would
 * arrive as a GET.
 *
 * @throws AppError cloud.unreachable, cloud.refused, cloud.notFound, cloud.failed; when the signal fires, its reason
 */
export async function ask<T>(
  { address, token, signal }: Cloudy,
  { method = 'GET', path, body }: Asked,
  read: (response: Response, waiting: Patience) => Promise<T>,
): Promise<T> {
  const { host } = new URL(address)
  const waiting = patience(signal, method === 'GET' ? silenceMs.read : silenceMs.write)
  try {
    const url = `${address}${path}/`
    const headers = { 'User-Agent': agent, ...(token === null ? {} : { Authorization: `Token ${token}` }) }
    const response =
      typeof body === 'string'
        ? await postFile(url, body, headers, waiting)
        : await fetch(url, {
            method,
            redirect: method === 'GET' ? 'follow' : 'manual',
            headers,
            signal: waiting.signal,
            body: body ?? null,
          })
    waiting.heard()
    if (!response.ok) throw await troubleOf(response, host)
    return await read(response, waiting)
  } catch (cause) {
    signal.throwIfAborted()
    throw cause instanceof AppError ? cause : new AppError('cloud.unreachable', { host }, { cause })
  } finally {
    waiting.end()
  }
}

/** The answer as JSON of that shape. A page in its place comes from something that is no QFieldCloud. */
export async function askJson<T extends z.ZodType>(
  cloud: Cloudy,
  asked: Asked,
  shape: T,
): Promise<z.output<T>> {
  return ask(cloud, asked, async (response) => {
    const text = await response.text()
    const parsed = shape.safeParse(asJson(text))
    if (parsed.success) return parsed.data
    throw new AppError(
      'cloud.failed',
      { host: new URL(cloud.address).host, status: response.status },
      { detail: text.slice(0, 500) },
    )
  })
}
