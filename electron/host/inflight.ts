import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import type { Reply } from '#worker/api/messages.ts'

/** Questions that the worker has not answered yet. */
export class Inflight {
  readonly #open = new Map<number, (reply: Reply) => void>()
  #lastId = 0

  /** A new question's number, and the reply that will come for it. */
  open(): { id: number; reply: Promise<Reply> } {
    this.#lastId += 1
    const id = this.#lastId
    const reply = new Promise<Reply>((resolve) => {
      this.#open.set(id, resolve)
    })
    return { id, reply }
  }

  settle(id: number, reply: Reply): void {
    this.#open.get(id)?.(reply)
    this.#open.delete(id)
  }

  failAll(code: ErrorCode): void {
    const { data } = new AppError(code)
    for (const settle of this.#open.values()) settle({ ok: false, error: data })
    this.#open.clear()
  }
}
