import { noSecrets, type KeepSecret, type Secrets } from '#worker/api/messages.ts'

/** What this worker may know right now. In memory alone. */
export interface SecretBook {
  now(): Secrets
  /** Answers whether the password of Postgres is another one now. */
  replace(given: Secrets): boolean
  /** A secret that the worker came to know: handed to whoever keeps it over a restart, and known from now on. */
  keep: KeepSecret
}

/** @param keepOutside the system's store, or a file of the command line's */
export function createSecretBook(first: Secrets = noSecrets, keepOutside: KeepSecret = () => {}): SecretBook {
  let known = first
  return {
    now: () => known,
    replace(given) {
      const isOther = given.postgres !== known.postgres
      known = given
      return isOther
    },
    keep(name, id, value) {
      keepOutside(name, id, value)
      const { [id]: _before, ...others } = known[name]
      known = { ...known, [name]: value === null ? others : { ...others, [id]: value } }
    },
  }
}
