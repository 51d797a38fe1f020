import * as z from 'zod'
import { CommandId } from '#electron/api/commands.ts'
import { Theme, WorkerState } from '#electron/api/calls.ts'
import { FileRef } from '#electron/api/files.ts'
import { SecretsState } from '#electron/api/secrets.ts'

/** What electron says by itself, beside the worker's events (`#worker/api/events.ts`), which pass as they are. */
export const shellEvents = {
  'theme.changed': Theme,
  'worker.state': WorkerState,
  'secrets.changed': SecretsState,
  'menu.command': z.strictObject({ id: CommandId }),
  /** Files that the user opened with the app, at its start or later. Granted. */
  'files.opened': z.strictObject({ files: z.array(FileRef) }),
  /** The user clicked a notification about this job. */
  'job.show': z.strictObject({ id: z.string() }),
} as const

export type ShellEventName = keyof typeof shellEvents
export type ShellEventPayload<E extends ShellEventName> = z.output<(typeof shellEvents)[E]>
