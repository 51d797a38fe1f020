import type { Reply } from '#worker/api/messages.ts'
import type { FileRef } from '#electron/api/files.ts'

/** `window.fieldpack`: all that a page can reach. Three functions, for good. */
export interface Bridge {
  /** Asks electron or the worker. Never rejects: what failed is `{ok: false, error}`. */
  call(method: string, input: unknown): Promise<Reply>
  /** Hears an event until the returned function is called. */
  on(event: string, listener: (payload: unknown) => void): () => void
  /** Turns a dropped file into one that calls may name. Rejects when it is no file on this disk. */
  grant(file: File): Promise<FileRef>
}
