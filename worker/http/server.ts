import { once } from 'node:events'
import { createServer, STATUS_CODES, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import { send } from '#worker/http/answer.ts'
import { dispatch, type Dispatching } from '#worker/http/dispatch.ts'

export interface HttpServer {
  /** `http://127.0.0.1:8080`, with the port that it got. */
  url: string
  /** Takes no more requests; those that wait for an answer may still get it. */
  shut(): void
  /** Resolves when all have their answer, or after `ms`, and cuts the connections. */
  close(ms: number): Promise<void>
}

export interface HttpOptions extends Dispatching {
  host: string
  /** 0: any free one. */
  port: number
  /** For the log. */
  note: (line: string) => void
}

/** Milliseconds that a client may take to send its headers, and all of a request: a slow one holds nothing up. */
const limits = { headersTimeout: 10_000, requestTimeout: 120_000, connectionsCheckingInterval: 2_000 }
const mostConnections = 256

/**
 * Serves the wrapper's requests.
 *
 * @throws AppError http.address when nothing can listen there
 */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { host, note } = options
  let closed: Promise<unknown> | null = null
  const server = createServer({ ...limits, keepAliveTimeout: 15_000 }, (request, response) => {
    dispatch(request, options).then(
      (answer) => {
        // Kept alive, its connection would hold up the stop.
        if (closed !== null) response.shouldKeepAlive = false
        return send(response, answer)
      },
      // Whoever asked left in the middle of the body.
      () => request.destroy(),
    )
  })
  server.maxConnections = mostConnections
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => answerBadRequest(error, socket))
  await listen(server, options)
  server.on('error', (error) => note(`http: ${error.message}`))
  const { port } = server.address() as AddressInfo
  const shut = (): void => {
    if (closed !== null) return
    closed = once(server, 'close')
    server.close()
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    shut,
    async close(ms) {
      shut()
      await Promise.race([closed, sleep(ms, undefined, { ref: false })])
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, { host, port }: HttpOptions): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new AppError('http.address', { address: `${host}:${port}` }, { cause })
  }
}

/** What is no HTTP, or takes too long. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusByCode[error.code ?? ''] ?? 400
  const words = STATUS_CODES[status] ?? ''
  const body = JSON.stringify({ status: 'error', message: `${words}.` })
  socket.end(
    `HTTP/1.1 ${status} ${words}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const statusByCode: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}
