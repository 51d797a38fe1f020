import { calls, pathsOf, type Method } from '#worker/api/calls.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import type { Reply } from '#worker/api/messages.ts'
import { shellCalls, type ShellInput, type ShellMethod, type ShellOutput } from '#electron/api/calls.ts'
import { Envelope, isSmall } from '#electron/ipc/envelope.ts'
import type { Grants } from '#electron/ipc/grants.ts'
import { knownInAnswer } from '#electron/ipc/known.ts'
import { redactError } from '#electron/security/redact.ts'
import type { FileRef } from '#electron/api/files.ts'

/** What electron answers itself, one function a call. */
export type ShellHandlers = { [M in ShellMethod]: (input: ShellInput<M>) => Promise<ShellOutput<M>> }

interface Answering {
  shell: ShellHandlers
  worker: (method: string, input: unknown) => Promise<Reply>
  /** Grants a path that the user dropped. */
  drop: (path: string) => Promise<FileRef>
  grants: Grants
}

/** Answers one message of the page: shape, size, paths, then whoever owns the method. Never rejects. */
export async function answer(parts: Answering, message: unknown): Promise<Reply> {
  try {
    const envelope = Envelope.safeParse(message)
    if (!envelope.success) throw new AppError('contract.invalidInput', { method: '' })
    if ('drop' in envelope.data) return { ok: true, value: await parts.drop(envelope.data.drop) }
    const { method, input } = envelope.data
    if (!isSmall(input)) throw new AppError('contract.invalidInput', { method })
    if (isShell(method)) return { ok: true, value: await askShell(parts.shell, method, input) }
    if (isWorker(method)) return redact(await askWorker(parts, method, input))
    throw new AppError('contract.unknownMethod', { method })
  } catch (error) {
    return { ok: false, error: redactError(toErrorData(error)) }
  }
}

const isShell = (method: string): method is ShellMethod => Object.hasOwn(shellCalls, method)
const isWorker = (method: string): method is Method => Object.hasOwn(calls, method)

async function askShell(shell: ShellHandlers, method: ShellMethod, input: unknown): Promise<unknown> {
  const parsed = shellCalls[method].input.safeParse(input)
  if (!parsed.success)
    throw new AppError('contract.invalidInput', { method }, { detail: parsed.error.message })
  const handler = shell[method] as (input: unknown) => Promise<unknown>
  return handler(parsed.data)
}

async function askWorker(parts: Answering, method: Method, input: unknown): Promise<Reply> {
  const parsed = calls[method].input.safeParse(input)
  if (!parsed.success)
    throw new AppError('contract.invalidInput', { method }, { detail: parsed.error.message })
  const paths = pathsOf[method] as ((input: unknown) => string[]) | undefined
  if (paths?.(parsed.data).some((path) => !parts.grants.allows(path)) === true)
    throw new AppError('contract.forbidden', { method })
  // The worker parses again and owns the defaults, so it gets what was asked, not what we parsed.
  const reply = await parts.worker(method, input)
  if (reply.ok) parts.grants.grantKnown(knownInAnswer(method, reply.value))
  return reply
}

function redact(reply: Reply): Reply {
  return reply.ok ? reply : { ok: false, error: redactError(reply.error) }
}
