import * as z from 'zod'
import { Job, LogLine } from '#worker/api/jobs.ts'
import { MirrorStatus } from '#worker/api/mirror.ts'

/** What the worker says without being asked. */
export const events = {
  /** A job is new or any of its columns changed; the whole job, so that a lost event heals with the next. */
  'job.changed': Job,
  'job.discarded': z.strictObject({ id: z.string() }),
  'job.logged': LogLine,
  'mirror.changed': MirrorStatus,
} as const

export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>
export type Emit = <E extends EventName>(name: E, payload: EventPayload<E>) => void
