import type { Secrets } from '#worker/api/messages.ts'
import type { SecretPlace, SecretsState } from '#electron/api/secrets.ts'
import { readKept, writeKept, type Kept } from '#electron/secrets/file.ts'
import { secretsOf, stateOf, type Held, type HeldName } from '#electron/secrets/held.ts'
import type { Safe } from '#electron/secrets/safe.ts'

interface KeeperParts {
  safe: Safe
  /** Where they are written down, as far as they are. */
  file: string
  /** Hears what may be known now: at the opening, and after each change. */
  onSecrets: (secrets: Secrets) => void
  /** Hears how they stand after a change. */
  onState: (state: SecretsState) => void
}

/**
 * Keeps secrets, each in a place of its own: encrypted by the system's store, unprotected where the user wants that,
 * or in memory alone (S20-S22). What the system cannot decrypt (another machine, a restored profile) stays where it
 * is until somebody replaces it.
 */
export class SecretKeeper {
  readonly #parts: KeeperParts
  #held = new Map<string, Held>()
  #safe = false
  #opened: Promise<void> | null = null
  /** Changes take turns: each writes the whole file. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** Reads what was kept, once; after `ready`. */
  open(): Promise<void> {
    // Told even when there are none: the worker's jobs wait to hear it.
    this.#opened ??= this.#read().finally(() => this.#parts.onSecrets(secretsOf(this.#held)))
    return this.#opened
  }

  async state(): Promise<SecretsState> {
    await this.open()
    return stateOf(this.#held, this.#safe)
  }

  /** @throws the disk's own error; then nothing has changed */
  set(name: HeldName, text: string, place: SecretPlace): Promise<SecretsState> {
    return this.#change(async () => {
      const kept = await this.#seal(text, place)
      return new Map(this.#held).set(name, { kept, text })
    })
  }

  /** @throws the disk's own error; then nothing has changed */
  forget(name: HeldName): Promise<SecretsState> {
    return this.#change(async () => {
      const left = new Map(this.#held)
      left.delete(name)
      return left
    })
  }

  /**
   * A token of an account that the worker signed in for, or null when it is to be forgotten: in the system's store
   * where there is one, in memory otherwise.
   *
   * @throws the disk's own error; the token is known until the app ends all the same
   */
  async keepToken(id: string, token: string | null): Promise<void> {
    const name: HeldName = `cloud.${id}`
    try {
      await (token === null ? this.forget(name) : this.set(name, token, 'system'))
    } catch (thrown) {
      if (token === null) this.#held.delete(name)
      else this.#held.set(name, { kept: { place: 'session' }, text: token })
      this.#tell()
      throw thrown
    }
  }

  async #read(): Promise<void> {
    const { safe, file } = this.#parts
    const [isSafe, kept] = await Promise.all([safe.isAvailable().catch(() => false), readKept(file)])
    this.#safe = isSafe
    let isStale = false
    for (const [name, one] of kept) {
      const { held, stale } = await this.#unseal(one)
      this.#held.set(name, held)
      isStale ||= stale
    }
    // What is encrypted anew is only better kept: a disk that refuses it leaves the old ciphertext.
    if (isStale) await this.#write(this.#held).catch(() => undefined)
  }

  async #unseal(kept: Kept): Promise<{ held: Held; stale: boolean }> {
    if (kept.place !== 'system')
      return { held: { kept, text: kept.place === 'plain' ? kept.text : null }, stale: false }
    try {
      const { text, stale } = await this.#parts.safe.decrypt(Buffer.from(kept.cipher, 'base64'))
      const fresh = stale ? await this.#seal(text, 'system') : kept
      return fresh.place === 'system'
        ? { held: { kept: fresh, text }, stale }
        : { held: { kept, text }, stale: false }
    } catch {
      return { held: { kept, text: null }, stale: false }
    }
  }

  /** Never worse than asked for: what the system does not encrypt is not written down. */
  async #seal(text: string, place: SecretPlace): Promise<Kept> {
    if (place === 'plain') return { place, text }
    if (place === 'session' || !this.#safe) return { place: 'session' }
    try {
      return { place, cipher: (await this.#parts.safe.encrypt(text)).toString('base64') }
    } catch {
      return { place: 'session' }
    }
  }

  #change(make: () => Promise<Map<string, Held>>): Promise<SecretsState> {
    const changed = this.#turn.then(async () => {
      await this.open()
      const held = await make()
      await this.#write(held)
      this.#held = held
      return this.#tell()
    })
    this.#turn = changed.catch(() => undefined)
    return changed
  }

  #write(held: ReadonlyMap<string, Held>): Promise<void> {
    return writeKept(this.#parts.file, new Map([...held].map(([name, { kept }]) => [name, kept])))
  }

  #tell(): SecretsState {
    const state = stateOf(this.#held, this.#safe)
    this.#parts.onSecrets(secretsOf(this.#held))
    this.#parts.onState(state)
    return state
  }
}
