import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { toErrorData, type AppErrorData } from '#worker/api/errors.ts'
import { disposition } from '#worker/domain/http/disposition.ts'

export type Answer =
  | { status: number; json: object; headers?: Record<string, string> }
  | { status: number; text: string; type: string }
  /** The file at `path`, to be saved as `name`. */
  | { status: number; path: string; name: string; size: number; type: string }

export function success(message: string): Answer {
  return { status: 200, json: { status: 'success', message } }
}

export function refusal(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, json: { status: 'error', message }, headers }
}

/** Work that failed: its words, and the raw ones of whatever failed. */
export function failure(thrown: unknown, say: (error: AppErrorData) => string): Answer {
  const error = toErrorData(thrown)
  const traceback = error.detail ?? `${error.code} ${JSON.stringify(error.params)}`
  return { status: 500, json: { status: 'error', message: say(error), traceback } }
}

const always = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }

/** Sends it, unless whoever asked has left, and never rejects: a file that ends too soon ends the connection. */
export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (response.destroyed) return
  if ('path' in answer) {
    const { status, path, name, size, type } = answer
    const headers = { 'Content-Type': type, 'Content-Length': size, 'Content-Disposition': disposition(name) }
    response.writeHead(status, { ...always, ...headers })
    await pipeline(createReadStream(path), response).catch(() => undefined)
    return
  }
  const [text, type] =
    'json' in answer ? [JSON.stringify(answer.json), 'application/json'] : [answer.text, answer.type]
  const bytes = Buffer.from(text)
  response.writeHead(answer.status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    ...always,
    ...('headers' in answer ? answer.headers : {}),
  })
  response.end(bytes)
}
