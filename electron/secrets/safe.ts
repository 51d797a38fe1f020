import { safeStorage } from 'electron'

/** The system's way to encrypt what only this user may read. */
export interface Safe {
  isAvailable(): Promise<boolean>
  encrypt(text: string): Promise<Buffer>
  /** `stale`: the system's key has changed; encrypt it again. Rejects where another key was used. */
  decrypt(bytes: Buffer): Promise<{ text: string; stale: boolean }>
}

/**
 * The system's own secret store, by Electron's async calls alone: the sync ones block the window and leave with
 * Electron 46 (S20). An Electron without the async ones has no store for us, as a Linux without a keyring (S21).
 */
export const systemSafe: Safe = {
  async isAvailable() {
    // A feature test: the type knows only the declared Electron, which has it.
    if (typeof safeStorage.isAsyncEncryptionAvailable !== 'function') return false
    if (process.platform === 'linux' && !isKeyring(safeStorage.getSelectedStorageBackend())) return false
    return safeStorage.isAsyncEncryptionAvailable()
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  async decrypt(bytes) {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes)
    return { text: result, stale: shouldReEncrypt }
  },
}

/** `basic_text` encrypts with a password that everybody knows. */
const isKeyring = (backend: string): boolean => backend !== 'basic_text' && backend !== 'unknown'
