import type { ServerResponse } from 'node:http'
import { toErrorData, type AppErrorData } from '#worker/api/errors.ts'

export type Answer =
  | { status: number; json: object; headers?: Record<string, string> }
  | { status: number; text: string; type: string }

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

/** Sends it, unless whoever asked has left. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.headersSent) return
  const [text, type] =
    'json' in answer ? [JSON.stringify(answer.json), 'application/json'] : [answer.text, answer.type]
  const bytes = Buffer.from(text)
  response.writeHead(answer.status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...('headers' in answer ? answer.headers : {}),
  })
  response.end(bytes)
}
