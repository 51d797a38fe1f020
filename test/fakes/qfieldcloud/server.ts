import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { authenticate, clientType } from '#test/fakes/qfieldcloud/auth.ts'
import { quirksOf, type Quirks, type Trouble } from '#test/fakes/qfieldcloud/quirks.ts'
import { page, refusal, Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import { find, type Route } from '#test/fakes/qfieldcloud/router.ts'
import { newAccount, type CloudState } from '#test/fakes/qfieldcloud/state.ts'

/** A request that came, and what it got. */
export interface Asked {
  method: string
  path: string
  query: string
  agent: string
  /** Bytes of the two bodies. */
  bytesIn: number
  bytesOut: number
  /** Null while it is not answered, and for ever when the connection was cut before. */
  status: number | null
  /** The connection ended before the answer was whole. */
  cut: boolean
}

export interface Serving {
  state: CloudState
  routes: readonly Route[]
  quirks: Quirks
  troubles: Trouble[]
  heard(asked: Asked): void
}

const nobody = newAccount(0, { username: '' })

/** Hears one request and answers it, with the quirks of the moment. */
export async function serveRequest(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? ''
  const url = new URL(request.url ?? '/', 'http://fake')
  const agent = request.headers['user-agent'] ?? ''
  const asked: Asked = {
    method,
    path: url.pathname,
    query: url.search,
    agent,
    bytesIn: 0,
    bytesOut: 0,
    status: null,
    cut: false,
  }
  serving.heard(asked)
  response.on('close', () => void (asked.cut ||= !response.writableFinished))
  const quirks = quirksOf(serving.quirks, serving.troubles, `${method} ${url.pathname}`)
  if (quirks.reset === true) return void request.socket.destroy()
  const body = received(request, asked, quirks)
  const ask: Ask = {
    request,
    method,
    origin: `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host}`,
    path: url.pathname,
    query: url.searchParams,
    params: {},
    quirks,
    body,
    user: nobody,
    client: clientType(agent),
  }
  if (quirks.page === 413) {
    await send(serving.state, response, page(413, '413 Request Entity Too Large'), asked, quirks, method)
    for await (const _ of body);
    return
  }
  const reply = instead(quirks, ask) ?? (await answer(serving, ask))
  for await (const _ of body);
  if (quirks.hang === true) return
  if (quirks.slow !== undefined) await sleep(quirks.slow)
  await send(serving.state, response, reply, asked, quirks, method)
}

/** Answers of what stands before the app. */
function instead(quirks: Quirks, { origin, path }: Ask): Reply | null {
  if (quirks.hang === true) return { status: 200 }
  if (quirks.page !== undefined) return page(quirks.page, `${quirks.page} nginx`)
  if (quirks.tooMany !== undefined) {
    const { retryAfter } = quirks.tooMany
    const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
    return { ...page(429, '429 Too Many Requests'), headers }
  }
  if (quirks.portal === 'redirect' && path !== '/portal/')
    return { status: 302, headers: { Location: `${origin}/portal/` } }
  if (quirks.portal !== undefined) return page(200, 'Welcome to the Wi-Fi. Please sign in.')
  if (quirks.error === undefined) return null
  const { status, code, message = 'API Error' } = quirks.error
  return { status, json: { code, message } }
}

async function answer({ state, routes }: Serving, ask: Ask): Promise<Reply> {
  const { method, path, request } = ask
  const found = find(routes, state.profile, method, path)
  if (found === null) {
    const slashed = path.endsWith('/') ? null : find(routes, state.profile, method, `${path}/`)
    if (slashed === null) return page(404, 'Not Found')
    return {
      status: 301,
      headers: { Location: `${path}/${new URL(request.url ?? '', 'http://fake').search}` },
    }
  }
  try {
    if (found.route?.open !== true) ask.user = authenticate(state, request.headers.authorization)
    if (found.route === null) throw new Refusal('method_not_allowed', `Method "${method}" not allowed.`)
    ask.params = found.params
    return await found.route.answer(state, ask)
  } catch (cause) {
    if (cause instanceof Refusal) return refusal(state.profile, cause)
    return refusal(state.profile, new Refusal('unknown_error', 'Unknown Error'))
  }
}

/** The body as it comes: counted, slowed, cut. */
async function* received(request: IncomingMessage, asked: Asked, quirks: Quirks): AsyncGenerator<Buffer> {
  const { cutUploadAfter = Infinity, bytesPerSecond } = quirks
  for await (const chunk of request as AsyncIterable<Buffer>) {
    asked.bytesIn += chunk.length
    if (asked.bytesIn >= cutUploadAfter) {
      asked.cut = true
      request.socket.destroy()
      throw new Error('cut')
    }
    if (bytesPerSecond !== undefined) await sleep((chunk.length / bytesPerSecond) * 1000)
    yield chunk
  }
}

async function send(
  { now }: CloudState,
  response: ServerResponse,
  { status, json, html, headers = {}, file }: Reply,
  asked: Asked,
  { cutDownloadAfter = Infinity, bytesPerSecond }: Quirks,
  method: string,
): Promise<void> {
  if (response.req.socket.destroyed) return
  const text = json === undefined ? html : JSON.stringify(json)
  const length = file === undefined ? Buffer.byteLength(text ?? '') : file.end - file.start
  const type = json === undefined ? (html === undefined ? null : 'text/html') : 'application/json'
  response.writeHead(status, {
    Date: new Date(now()).toUTCString(),
    ...(status === 204 || status === 304 ? {} : { 'Content-Length': length }),
    ...(file === undefined ? {} : { 'Content-Type': 'application/octet-stream' }),
    ...(type === null ? {} : { 'Content-Type': type }),
    ...headers,
  })
  asked.status = status
  if (method === 'HEAD') return void response.end()
  const whole: AsyncIterable<Buffer> | Buffer[] =
    file === undefined
      ? [Buffer.from(text ?? '')]
      : file.end > file.start
        ? createReadStream(file.path, { start: file.start, end: file.end - 1 })
        : []
  for await (const chunk of whole) {
    const room = cutDownloadAfter - asked.bytesOut
    const piece = chunk.subarray(0, Math.min(chunk.length, room))
    response.write(piece)
    asked.bytesOut += piece.length
    if (room === piece.length) {
      asked.cut = true
      return void response.write('', () => response.destroy())
    }
    if (bytesPerSecond !== undefined) await sleep((piece.length / bytesPerSecond) * 1000)
    if (response.writableNeedDrain) await drained(response)
    if (response.destroyed) return
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      response.off('drain', end).off('close', end)
      done()
    }
    response.on('drain', end).on('close', end)
  })
}
