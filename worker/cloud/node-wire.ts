import { Agent as PlainAgent, request as overHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as overHttps } from 'node:https'
import { isLoopback } from '#worker/cloud/account.ts'
import type { Answer, Body, Wire } from '#worker/cloud/wire.ts'

export interface WireOptions {
  /** PEM texts of the certificates to trust, all of them; without it those that Node knows. */
  trusted?: string[]
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as other programs read them. */
  proxyEnv?: Record<string, string | undefined>
}

/** Kept open, more than are sent at a time. Servers close idle ones after a while, so that ours go first. */
const pool = { keepAlive: true, maxSockets: 8, timeout: 15_000 }

/**
 * Requests over Node's own HTTP, with connections kept. Not by `fetch`: it sends no body with a GET, and keeps all
 * that a slower server has not taken yet in memory (1 GB of a file of 1 GB, measured with Node 24).
 */
export function nodeWire({ trusted, proxyEnv }: WireOptions = {}): Wire {
  const secure = new SecureAgent({
    ...pool,
    ...(trusted === undefined ? {} : { ca: trusted }),
    ...(proxyEnv === undefined ? {} : { proxyEnv }),
  })
  const plain = new PlainAgent({ ...pool, ...(proxyEnv === undefined ? {} : { proxyEnv }) })
  const near = {
    'https:': new SecureAgent({ ...pool, ...(trusted === undefined ? {} : { ca: trusted }) }),
    'http:': new PlainAgent(pool),
  }
  return async ({ method, url, headers, body, signal }) => {
    const isSecure = url.protocol === 'https:'
    const agent = isLoopback(url) ? near[isSecure ? 'https:' : 'http:'] : isSecure ? secure : plain
    const answered = Promise.withResolvers<Answer>()
    const request = (isSecure ? overHttps : overHttp)(url, {
      method,
      agent,
      signal,
      headers:
        body === null ? headers : { ...headers, 'Content-Type': body.type, 'Content-Length': body.size },
    })
    // An answer may come before all was sent: it says more than the end of a connection whose other side has heard
    // enough, and ends the sending.
    const end = (): void => void (request.writableFinished || request.destroy())
    request.on('response', (incoming) => answered.resolve(answerOf(incoming, end)))
    request.on('error', answered.reject)
    if (body === null) request.end()
    else sendBody(body, request).catch(answered.reject)
    return answered.promise
  }
}

/** Bytes of a body that goes in one piece, which costs half of what a stream does. */
const onePiece = 64 * 1024

async function sendBody(body: Body, request: ClientRequest): Promise<void> {
  try {
    if (body.size > onePiece) {
      // Each chunk is with the system before the next is asked for, so that its memory may be used again.
      for await (const chunk of body.chunks()) await written(request, chunk)
      request.end()
      return
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of body.chunks()) chunks.push(Buffer.from(chunk))
    request.end(Buffer.concat(chunks))
  } catch (cause) {
    request.destroy()
    throw cause
  }
}

function written(request: ClientRequest, chunk: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    request.write(chunk, (cause) => (cause ? fail(cause) : done()))
  })
}

function answerOf(incoming: IncomingMessage, end: () => void): Answer {
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of incoming as AsyncIterable<Uint8Array>) yield chunk
    } finally {
      end()
    }
  }
  return {
    status: incoming.statusCode ?? 0,
    header(name) {
      const value = incoming.headers[name.toLowerCase()]
      return (Array.isArray(value) ? value[0] : value) ?? null
    },
    body: body(),
    drop() {
      incoming.destroy()
      end()
    },
  }
}
