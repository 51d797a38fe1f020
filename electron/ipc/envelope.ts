import * as z from 'zod'

/** The one channel of questions, and the one of events. */
export const callChannel = 'fieldpack'
export const eventChannel = 'fieldpack:event'

/**
 * What preload sends. A page decides `method` and `input` alone, so it cannot make the second shape: only
 * preload can, from a File that the user dropped.
 */
export const Envelope = z.union([
  z.strictObject({ id: z.int(), method: z.string().max(100), input: z.unknown() }),
  z.strictObject({ id: z.int(), drop: z.string().max(4096) }),
])
export type Envelope = z.infer<typeof Envelope>

/** Longest input of a call, as JSON. Files travel as paths, so no honest call comes near. */
const maxInput = 1_000_000

/** Whether an input is plain data of a sane size. */
export function isSmall(input: unknown): boolean {
  try {
    return (JSON.stringify(input) ?? '').length <= maxInput
  } catch {
    return false
  }
}
