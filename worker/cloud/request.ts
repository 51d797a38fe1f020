import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { brokenLine } from '#worker/cloud/broken-line.ts'
import { hush } from '#worker/cloud/hush.ts'
import { patience, type Patience } from '#worker/cloud/patience.ts'
import { readText } from '#worker/cloud/read-text.ts'
import { asJson, troubleOf, type Question } from '#worker/cloud/trouble.ts'
import { isPage, type Answer, type Body, type Wire } from '#worker/cloud/wire.ts'
import manifest from '../../package.json' with { type: 'json' }

/** Milliseconds without a byte: the servers' own proxies wait 300 s, for uploads that are checked at their end. */
export const usualPatience = { silence: { read: 60_000, write: 300_000 }, pauses: [300, 1200] }

/** Bytes that end a silence. */
const leastHeard = 512

export interface Cloudy {
  /** The API's address, ending in a slash. */
  address: string
  /** Null before the sign-in. */
  token: string | null
  /** Told in no error; the token is one of them. */
  secrets: readonly string[]
  signal: AbortSignal
  wire: Wire
  silence: { read: number; write: number }
  /** Milliseconds before a read is tried again, as often as there are numbers. */
  pauses: readonly number[]
}

export interface Asked {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the API's address; its slash at the end is added. */
  path: string
  query?: Record<string, string | number>
  headers?: Record<string, string>
  body?: Body
  /** How JSON is read where `JSON.parse` would lose digits. */
  parse?: (text: string) => unknown
  /** What it is about, for its errors. */
  file?: string
  name?: string
}

/** The client's name decides there how long a token lives; `sdk` leaves the tokens of phones alone. */
const agent = `sdk|ts|${manifest.version} fieldpack/${manifest.version}`

/**
 * One request, with its answer handed to `read` while the connection is watched. A GET is redirected on its own
 * server only; a write never, since it would arrive as a GET.
 *
 * @throws AppError `cloud.*`; when the signal fires, its reason
 */
export async function ask<T>(
  cloud: Cloudy,
  asked: Asked,
  read: (answer: Answer, waiting: Patience) => Promise<T>,
): Promise<T> {
  const { signal, silence, token } = cloud
  const question = questionOf(cloud, asked)
  const body = asked.body ?? null
  const waiting = patience(signal, asked.method === undefined ? silence.read : silence.write, leastHeard)
  const headers = {
    'User-Agent': agent,
    Accept: 'application/json, */*',
    ...(token === null ? {} : { Authorization: `Token ${token}` }),
    ...asked.headers,
  }
  const watched = body === null ? null : { ...body, chunks: () => watch(body.chunks(), waiting) }
  const send = (url: URL): Promise<Answer> =>
    cloud.wire({ method: asked.method ?? 'GET', url, headers, body: watched, signal: waiting.signal })
  try {
    let url = addressOf(cloud, asked)
    let answer = await send(url)
    for (let redirects = 0; isRedirect(answer); redirects += 1) {
      answer.drop()
      url = nextOf(answer, url, asked, redirects, question)
      answer = await send(url)
    }
    waiting.heard()
    const heard = { ...answer, body: watch(answer.body, waiting) }
    if (answer.status < 200 || answer.status > 299)
      throw troubleOf(answer, await readText(heard, 'beginning').catch(() => ''), question)
    return await read(heard, waiting)
  } catch (cause) {
    signal.throwIfAborted()
    // Whoever waits in vain gives up by ending the connection.
    const why = waiting.signal.aborted ? waiting.signal.reason : cause
    throw cause instanceof AppError ? cause : brokenLine(why, question)
  } finally {
    waiting.end()
  }
}

/** The answer as JSON of that shape, and the answer. A page in its place comes from something that is no QFieldCloud. */
export async function askJson<T extends z.ZodType>(
  cloud: Cloudy,
  asked: Asked,
  shape: T,
): Promise<{ value: z.output<T>; answer: Answer }> {
  return again(cloud, asked, () =>
    ask(cloud, asked, async (answer) => {
      const text = await readText(answer, 'whole')
      const parsed = shape.safeParse(asJson(text, asked.parse))
      if (parsed.success) return { value: parsed.data, answer }
      const isHtml = isPage(answer) || text.trimStart().startsWith('<')
      throw new AppError(
        isHtml ? 'cloud.portal' : 'cloud.failed',
        { host: new URL(cloud.address).host, status: answer.status },
        { detail: hush(`${z.prettifyError(parsed.error)}\n${text.slice(0, 500)}`, cloud.secrets) },
      )
    }),
  )
}

/** A write whose answer says nothing more than that it was done. */
export async function tell(cloud: Cloudy, asked: Asked): Promise<void> {
  await ask(cloud, asked, async (answer) => {
    const text = await readText(answer, 'beginning')
    if (isPage(answer)) throw pageInstead(cloud, answer, text)
  })
}

export function pageInstead({ address, secrets }: Cloudy, { status }: Answer, text = ''): AppError {
  const params = { host: new URL(address).host, status }
  return new AppError('cloud.portal', params, { detail: hush(text.slice(0, 500), secrets) })
}

/** Reads that met a passing trouble are tried again; whether a write was carried out, nobody knows. */
async function again<T>(
  { signal, pauses }: Cloudy,
  { method = 'GET' }: Asked,
  work: () => Promise<T>,
): Promise<T> {
  for (const pause of method === 'GET' ? pauses : []) {
    try {
      return await work()
    } catch (cause) {
      if (!(cause instanceof AppError) || !isPassing(cause)) throw cause
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
  return work()
}

function isPassing({ code, data: { params } }: AppError): boolean {
  if (code !== 'cloud.unreachable') return false
  return [502, 503, 504].includes(Number(params['status'])) || params['why'] === 'ECONNRESET'
}

function questionOf({ address, token, secrets }: Cloudy, { file, name }: Asked): Question {
  return { host: new URL(address).host, secrets, signedIn: token !== null, file, name }
}

function addressOf({ address }: Cloudy, { path, query = {} }: Asked): URL {
  const url = new URL(`${address}${path}/`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  return url
}

function isRedirect({ status }: Answer): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

/** @throws AppError cloud.portal: it leads elsewhere; cloud.failed: it leads nowhere */
function nextOf(answer: Answer, from: URL, { method }: Asked, redirects: number, { host }: Question): URL {
  const next = URL.parse(answer.header('location') ?? '', from.href)
  const isOwn = next?.origin === from.origin
  if (next !== null && isOwn && method === undefined && redirects < 5) return next
  const isSame = isOwn && next.pathname.replace(/\/$/, '') === from.pathname.replace(/\/$/, '')
  const leads = answer.header('location') !== null && !isSame && redirects < 5
  throw new AppError(leads ? 'cloud.portal' : 'cloud.failed', { host, status: answer.status })
}

async function* watch(chunks: AsyncIterable<Uint8Array>, waiting: Patience): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    waiting.heard(chunk.length)
    yield chunk
  }
}
