import * as z from 'zod'
import { AppError, ErrorCode } from '#worker/api/errors.ts'
import { Hello } from '#worker/domain/qgis/protocol.ts'
import { redact } from '#worker/domain/redact.ts'

const id = z.int()

const ErrorMessage = z.object({
  id,
  error: z.object({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    detail: z.string().nullish(),
  }),
})

const Message = z.union([
  z.object({ hello: Hello }),
  z.object({ id, progress: z.object({ step: z.string(), value: z.number().min(0).max(1) }) }),
  z.object({
    id,
    log: z.object({ level: z.enum(['debug', 'info', 'warning', 'error']), message: z.string() }),
  }),
  ErrorMessage,
  z.object({ id, result: z.unknown() }).refine((message) => message.result !== undefined),
])
export type Message = z.infer<typeof Message>

/** One line of the session; null when it is no message of the protocol. */
export function parseMessage(line: string): Message | null {
  try {
    return Message.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

/** Python's error as ours. A code that nobody knows is a failure like any other. */
export function errorOf({ code, params, detail }: z.infer<typeof ErrorMessage>['error']): AppError {
  const known = ErrorCode.safeParse(code)
  const clean = Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]),
  )
  const words = typeof detail === 'string' ? { detail: redact(detail) } : {}
  return known.success
    ? new AppError(known.data, clean, words)
    : new AppError('qgis.failed', { ...clean, why: code }, words)
}
