import { noSecrets, type Secrets } from '#worker/api/messages.ts'
import type { SecretPlace, SecretsState } from '#electron/api/secrets.ts'
import { readKept, writeKept, type Kept } from '#electron/secrets/file.ts'
import type { Safe } from '#electron/secrets/safe.ts'

interface KeeperParts {
  safe: Safe
  /** Where it is written down, as far as it is. */
  file: string
  /** Hears what may be known now: at the opening, and after each change. */
  onSecrets: (secrets: Secrets) => void
}

/**
 * Keeps the password of Postgres: encrypted by the system's store, unprotected where the user wants that, or in memory
 * alone (S20-S22). What the system cannot decrypt (another machine, a restored profile) stays where it is until
 * the user replaces it.
 */
export class SecretKeeper {
  readonly #parts: KeeperParts
  #state: SecretsState = { safe: false, postgres: 'none' }
  #opened: Promise<void> | null = null

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** Reads what was kept, once; after `ready`. */
  open(): Promise<void> {
    this.#opened ??= this.#read()
    return this.#opened
  }

  async state(): Promise<SecretsState> {
    await this.open()
    return this.#state
  }

  /** @throws the disk's own error; then nothing has changed */
  async set(password: string, place: SecretPlace): Promise<SecretsState> {
    await this.open()
    const kept = await this.#seal(password, place)
    await writeKept(this.#parts.file, kept)
    return this.#change(kept.place, password)
  }

  /** @throws the disk's own error; then nothing has changed */
  async forget(): Promise<SecretsState> {
    await this.open()
    await writeKept(this.#parts.file, null)
    return this.#change('none', null)
  }

  async #read(): Promise<void> {
    const { safe, file } = this.#parts
    const [isSafe, kept] = await Promise.all([safe.isAvailable().catch(() => false), readKept(file)])
    this.#state = { safe: isSafe, postgres: 'none' }
    if (kept === null) return
    if (kept.place === 'plain') this.#change('plain', kept.text)
    else if (kept.place === 'session') this.#change('ask', null)
    else await this.#unseal(kept.cipher)
  }

  async #unseal(cipher: string): Promise<void> {
    const { safe, file } = this.#parts
    try {
      const { text, stale } = await safe.decrypt(Buffer.from(cipher, 'base64'))
      this.#change('system', text)
      const fresh = stale ? await this.#seal(text, 'system') : null
      if (fresh?.place === 'system') await writeKept(file, fresh)
    } catch {
      if (this.#state.postgres === 'none') this.#change('lost', null)
    }
  }

  /** Never worse than asked for: what the system does not encrypt is not written down. */
  async #seal(password: string, place: SecretPlace): Promise<Kept> {
    if (place === 'plain') return { place, text: password }
    if (place === 'session' || !this.#state.safe) return { place: 'session' }
    try {
      return { place, cipher: (await this.#parts.safe.encrypt(password)).toString('base64') }
    } catch {
      return { place: 'session' }
    }
  }

  #change(postgres: SecretsState['postgres'], password: string | null): SecretsState {
    this.#state = { ...this.#state, postgres }
    this.#parts.onSecrets({ ...noSecrets, postgres: password })
    return this.#state
  }
}
