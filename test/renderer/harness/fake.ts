import type { Bridge } from '#electron/api/bridge.ts'
import type { AnyInput, AnyMethod, AnyOutput } from '#renderer/bridge/bridge.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'

/** What a scripted other side answers: a value, an error to reply with, or a function of the input. */
export type Script = {
  [M in AnyMethod]?: AnyOutput<M> | AppError | ((input: AnyInput<M>) => AnyOutput<M> | Promise<AnyOutput<M>>)
}

export interface Fake extends Bridge {
  /** Every call that came, oldest first. */
  calls: { method: string; input: unknown }[]
  /** Says an event to whoever listens. */
  say(event: string, payload: unknown): void
  /** Listeners that are still there. */
  listeners(): number
}

/** A `window.fieldpack` that follows a script. A method without one never answers, as a busy worker. */
export function makeFake(script: Script): Fake {
  const heard = new Map<string, Set<(payload: unknown) => void>>()
  const calls: Fake['calls'] = []
  return {
    calls,
    call: async (method, input) => {
      calls.push({ method, input })
      if (!(method in script)) return new Promise(() => undefined)
      const answer = script[method as AnyMethod] as unknown
      try {
        if (answer instanceof AppError) throw answer
        const value: unknown =
          typeof answer === 'function' ? await (answer as (i: unknown) => unknown)(input) : answer
        return { ok: true, value }
      } catch (thrown) {
        return { ok: false, error: toErrorData(thrown) }
      }
    },
    on: (event, listener) => {
      const set = heard.get(event) ?? new Set()
      heard.set(event, set.add(listener))
      return () => void set.delete(listener)
    },
    grant: (file) =>
      Promise.resolve({ path: `/home/asha/${file.name}`, name: file.name, size: file.size, isFolder: false }),
    say: (event, payload) => heard.get(event)?.forEach((listener) => listener(payload)),
    listeners: () => [...heard.values()].reduce((sum, set) => sum + set.size, 0),
  }
}
