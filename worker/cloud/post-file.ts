import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request as overHttp, type IncomingMessage } from 'node:http'
import { request as overHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#worker/api/errors.ts'
import type { Patience } from '#worker/cloud/patience.ts'

/**
 * Posts one file as multipart/form-data with the single part `file`. Its length is told ahead, so that a server can
 * refuse a file that is too large before it came; an answer that comes early ends the sending. Redirects are answers.
 *
 * Not by `fetch`, which keeps all that a slower server has not taken yet in memory: 1 GB of a file of 1 GB, measured
 * with Node 24.
 *
 * @throws AppError input.missing; any other error of the disk or the connection
 */
export async function postFile(
  url: string,
  path: string,
  headers: Record<string, string>,
  { signal, heard }: Patience,
): Promise<Response> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new AppError('input.missing', { path }, { cause })
  })
  const boundary = `fieldpack-${randomUUID()}`
  // The address names the file there; what stands here is not looked at.
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  async function* body(): AsyncGenerator<Uint8Array> {
    yield head
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      heard()
      yield chunk
    }
    yield tail
  }
  const request = (url.startsWith('https:') ? overHttps : overHttp)(url, {
    method: 'POST',
    signal,
    headers: {
      ...headers,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': head.length + size + tail.length,
    },
  })
  const answer = Promise.withResolvers<Response>()
  request.on('response', (incoming) => void responseOf(incoming).then(answer.resolve, answer.reject))
  request.on('error', answer.reject)
  // An answer says more than the end of a connection whose other side has heard enough.
  pipeline(body, request).catch(answer.reject)
  try {
    return await answer.promise
  } finally {
    request.destroy()
  }
}

async function responseOf(incoming: IncomingMessage): Promise<Response> {
  const status = incoming.statusCode ?? 0
  const told = await text(incoming)
  return new Response(status === 204 || status === 304 ? null : told, { status })
}
