import * as z from 'zod'
import { AppErrorData } from '#worker/api/errors.ts'
import { FilePurpose, FileRef } from '#electron/api/files.ts'
import { SecretName, SecretPlace, SecretsState } from '#electron/api/secrets.ts'

const nothing = z.strictObject({})

/** What the user asked for, and what it comes to on this screen. */
export const Theme = z.strictObject({ source: z.enum(['system', 'light', 'dark']), dark: z.boolean() })
export type Theme = z.infer<typeof Theme>

/** `failed`: it crashed too often, or could not start; `app.relaunchWorker` tries again. */
export const WorkerState = z.strictObject({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  error: AppErrorData.nullable(),
})
export type WorkerState = z.infer<typeof WorkerState>

/** Every question that electron answers itself. All others go on to the worker (`#worker/api/calls.ts`). */
export const shellCalls = {
  /** A native open dialog; null when the user closed it. */
  'files.choose': { input: z.strictObject({ purpose: FilePurpose }), output: FileRef.nullable() },
  /** As `files.choose`, for several files at once; empty when the user closed it. */
  'files.chooseSeveral': { input: z.strictObject({ purpose: FilePurpose }), output: z.array(FileRef) },
  /** A native save dialog that begins with this file name; the path is granted, null when the user closed it. */
  'files.save': {
    input: z.strictObject({ purpose: FilePurpose, name: z.string().min(1).max(200) }),
    output: z.string().nullable(),
  },
  /** Forms and projects that the user opened with the app before the page listened for `files.opened`. Each comes once. */
  'files.opened': { input: nothing, output: z.array(FileRef) },
  'folder.choose': {
    input: z.strictObject({ title: z.string().max(200).optional() }),
    output: z.string().nullable(),
  },
  /** A name beside a granted folder that is free now: `<folder>-package`, `<folder>-copy-2`. It is granted too. */
  'folder.beside': {
    input: z.strictObject({ folder: z.string(), suffix: z.enum(['package', 'copy']) }),
    output: z.string(),
  },
  /** Shows a granted file or folder in the system's file manager. */
  'shell.reveal': { input: z.strictObject({ path: z.string() }), output: nothing },
  /** Opens a page in the user's browser: https only, and only hosts that we link to. */
  'shell.open': { input: z.strictObject({ url: z.url() }), output: nothing },
  'clipboard.write': { input: z.strictObject({ text: z.string() }), output: nothing },
  'secrets.state': { input: nothing, output: SecretsState },
  /** Keeps one secret. `system` where the system has no store becomes `session`. */
  'secrets.set': {
    input: z.strictObject({
      name: SecretName,
      // A zero byte ends a variable of the environment.
      value: z
        .string()
        .min(1)
        .max(100_000)
        .regex(/^[^\0]*$/),
      place: SecretPlace,
    }),
    output: SecretsState,
  },
  'secrets.forget': { input: z.strictObject({ name: SecretName }), output: SecretsState },
  'theme.get': { input: nothing, output: Theme },
  'theme.set': { input: Theme.pick({ source: true }), output: Theme },
  'worker.get': { input: nothing, output: WorkerState },
  'app.relaunchWorker': { input: nothing, output: nothing },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

export type ShellMethod = keyof typeof shellCalls
export type ShellInput<M extends ShellMethod> = z.input<(typeof shellCalls)[M]['input']>
export type ShellOutput<M extends ShellMethod> = z.output<(typeof shellCalls)[M]['output']>
