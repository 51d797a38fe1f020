import * as z from 'zod'

/**
 * Where a secret is kept. `system`: encrypted by the system's own store. `plain`: unprotected in a file, at the
 * user's wish. `session`: in memory until the app ends, and asked for at each start.
 */
export const SecretPlace = z.enum(['system', 'plain', 'session'])
export type SecretPlace = z.infer<typeof SecretPlace>

/**
 * How a secret stands: where it is; `none`: there is none; `ask`: it was kept for one run of the app and has to be
 * typed again; `lost`: this system cannot decrypt what was kept.
 */
export const SecretState = z.enum([...SecretPlace.options, 'none', 'ask', 'lost'])
export type SecretState = z.infer<typeof SecretState>

/** As QFieldCloud names them. */
export const VariableName = z
  .string()
  .max(255)
  .regex(/^[A-Z]+[A-Z0-9_]+$/)

/**
 * What the user may have kept: the password of the settings' Postgres, the pg_service.conf of jobs that open
 * projects, and one variable of their environment.
 */
export const SecretName = z.union([
  z.enum(['postgres', 'services']),
  z.templateLiteral(['env.', VariableName]),
])
export type SecretName = z.infer<typeof SecretName>

/** What is known about the kept secrets. Never a secret itself: no call reads one back into the page. */
export const SecretsState = z.strictObject({
  /** The system has a store that encrypts; without one nothing is written down unless the user wants it plain. */
  safe: z.boolean(),
  /** The password of the Postgres of the settings. */
  postgres: SecretState,
  /** The pg_service.conf for jobs that open projects, and the names of its services as far as it can be read. */
  services: z.strictObject({ state: SecretState, names: z.array(z.string()) }),
  /** Variables of those jobs' environment, by name. */
  variables: z.record(z.string(), SecretState),
  /** Tokens of QFieldCloud accounts, by the account's id. */
  cloud: z.record(z.string(), SecretState),
})
export type SecretsState = z.infer<typeof SecretsState>
