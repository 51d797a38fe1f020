import { noSecrets, type KeepSecret, type Secrets } from '#worker/api/messages.ts'

/** What this worker may know right now. In memory alone. */
export interface SecretBook {
  now(): Secrets
  /**
   * The same, once it is known: a keyring may ask its user first.
   *
   * @throws the signal's reason
   */
  told(signal: AbortSignal): Promise<Secrets>
  /** Answers whether the password of Postgres is another one now. */
  replace(given: Secrets): boolean
  /** A secret that the worker came to know: handed to whoever keeps it over a restart, and known from now on. */
  keep: KeepSecret
}

/**
 * @param first null: they come with `replace`
 * @param keepOutside the system's store, or a file of the command line's
 */
export function createSecretBook(
  first: Secrets | null = noSecrets,
  keepOutside: KeepSecret = () => {},
): SecretBook {
  let known = first ?? noSecrets
  const came = Promise.withResolvers<void>()
  if (first !== null) came.resolve()
  return {
    now: () => known,
    async told(signal) {
      const over = Promise.withResolvers<never>()
      const leave = () => over.reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      try {
        signal.throwIfAborted()
        await Promise.race([came.promise, over.promise])
        return known
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
    replace(given) {
      const isOther = given.postgres !== known.postgres
      known = given
      came.resolve()
      return isOther
    },
    keep(name, id, value) {
      keepOutside(name, id, value)
      const { [id]: _before, ...others } = known[name]
      known = { ...known, [name]: value === null ? others : { ...others, [id]: value } }
    },
  }
}
