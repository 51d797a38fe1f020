import * as z from 'zod'

/**
 * Where a password is kept. `system`: encrypted by the system's own store. `plain`: unprotected in a file, at the
 * user's wish. `session`: in memory until the app ends, and asked for at each start.
 */
export const SecretPlace = z.enum(['system', 'plain', 'session'])
export type SecretPlace = z.infer<typeof SecretPlace>

/** What is known about the kept secrets. Never a secret itself: no call reads one back into the page. */
export const SecretsState = z.strictObject({
  /** The system has a store that encrypts; without one nothing is written down unless the user wants it plain. */
  safe: z.boolean(),
  /**
   * How the password of the Postgres of the settings stands: where it is; `none`: there is none; `ask`: it was
   * kept for one run of the app and has to be typed again; `lost`: this system cannot decrypt what was kept.
   */
  postgres: z.enum([...SecretPlace.options, 'none', 'ask', 'lost']),
})
export type SecretsState = z.infer<typeof SecretsState>
