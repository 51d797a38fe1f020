import * as z from 'zod'
import { AppErrorData } from '#worker/api/errors.ts'

/** What travels between electron (or a test) and the worker, whichever port carries it. */
export const RequestMessage = z.strictObject({
  kind: z.literal('call'),
  id: z.int(),
  method: z.string(),
  input: z.unknown(),
})
export type RequestMessage = z.infer<typeof RequestMessage>

export const Reply = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: AppErrorData }),
])
export type Reply = z.infer<typeof Reply>

/** What the system's secret store keeps for the worker: it comes by this port alone and is never written down. */
export const Secrets = z.strictObject({
  /** Password of the Postgres of the settings. */
  postgres: z.string().nullable(),
  /** For projects that a job opens: a pg_service.conf, and variables of the environment by name. */
  services: z.string().default(''),
  env: z.record(z.string(), z.string()).default({}),
  /** Tokens of QFieldCloud accounts, by the account's id. */
  cloud: z.record(z.string(), z.string()).default({}),
})
export type Secrets = z.infer<typeof Secrets>

export const noSecrets: Secrets = { postgres: null, services: '', env: {}, cloud: {} }

/** Sent before the first call, and again when they change. */
export const SecretsMessage = z.strictObject({ kind: z.literal('secrets'), secrets: Secrets })

export const StopMessage = z.strictObject({ kind: z.literal('stop') })

export const WorkerMessage = z.discriminatedUnion('kind', [
  /** Sent once: the worker answers from now on. `error` when it could not start (a locked ledger). */
  z.strictObject({ kind: z.literal('ready'), error: AppErrorData.nullable() }),
  z.strictObject({ kind: z.literal('reply'), id: z.int(), reply: Reply }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
  /**
   * What the worker came to know and the system's store is to keep (null: to forget): a token that it signed in for.
   * Whoever hosts the worker keeps it to itself; no window hears of it.
   */
  z.strictObject({
    kind: z.literal('keepSecret'),
    name: z.literal('cloud'),
    id: z.string().min(1),
    value: z.string().nullable(),
  }),
])
export type WorkerMessage = z.infer<typeof WorkerMessage>

/** Has a secret of this name kept, by its id; null forgets it. */
export type KeepSecret = (name: 'cloud', id: string, value: string | null) => void
