import type { Bridge } from '#electron/api/bridge.ts'
import type { ShellEventName, ShellEventPayload } from '#electron/api/events.ts'
import type { ShellInput, ShellMethod, ShellOutput } from '#electron/api/calls.ts'
import type { FileRef } from '#electron/api/files.ts'
import type { Input, Method, Output } from '#worker/api/calls.ts'
import { AppError } from '#worker/api/errors.ts'
import type { EventName, EventPayload } from '#worker/api/events.ts'

declare global {
  interface Window {
    fieldpack: Bridge
  }
}

export type AnyMethod = Method | ShellMethod
export type AnyInput<M extends AnyMethod> = M extends Method
  ? Input<M>
  : M extends ShellMethod
    ? ShellInput<M>
    : never
export type AnyOutput<M extends AnyMethod> = M extends Method
  ? Output<M>
  : M extends ShellMethod
    ? ShellOutput<M>
    : never

type AnyEvent = EventName | ShellEventName
type AnyPayload<E extends AnyEvent> = E extends EventName
  ? EventPayload<E>
  : E extends ShellEventName
    ? ShellEventPayload<E>
    : never

/**
 * Asks the worker or electron, whoever has the method. The other side has parsed both ways by the contract.
 *
 * @throws AppError with the code that the other side gave
 */
export async function ask<M extends AnyMethod>(method: M, input: AnyInput<M>): Promise<AnyOutput<M>> {
  const reply = await window.fieldpack.call(method, input)
  if (!reply.ok) throw AppError.from(reply.error)
  return reply.value as AnyOutput<M>
}

/** Hears an event of either side until the returned function is called. */
export function listen<E extends AnyEvent>(event: E, listener: (payload: AnyPayload<E>) => void): () => void {
  return window.fieldpack.on(event, (payload) => listener(payload as AnyPayload<E>))
}

/**
 * Makes a dropped file one that calls may name.
 *
 * @throws AppError input.unreadable when it is no file on this disk
 */
export async function grant(file: File): Promise<FileRef> {
  try {
    return await window.fieldpack.grant(file)
  } catch (cause) {
    throw new AppError('input.unreadable', { file: file.name }, { cause })
  }
}
