import { calls, type Method } from '#worker/api/calls.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import type { Reply } from '#worker/api/messages.ts'
import type { Handlers } from '#worker/rpc/handlers.ts'

/**
 * Parses one call against the contract, runs its handler and wraps what comes out. Never throws: a method
 * that does not exist, a malformed input and a failing handler are all replies.
 */
export async function answer(handlers: Handlers, method: string, input: unknown): Promise<Reply> {
  try {
    if (!isMethod(method)) throw new AppError('contract.unknownMethod', { method })
    const parsed = calls[method].input.safeParse(input)
    if (!parsed.success) {
      const first = parsed.error.issues[0]
      throw new AppError('contract.invalidInput', {
        method,
        where: first?.path.join('.') ?? '',
        why: first?.message ?? '',
      })
    }
    const handler = handlers[method] as (input: unknown) => unknown
    return { ok: true, value: await handler(parsed.data) }
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) }
  }
}

function isMethod(method: string): method is Method {
  return Object.hasOwn(calls, method)
}
