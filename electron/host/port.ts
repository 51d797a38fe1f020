import type * as z from 'zod'
import type { RequestMessage, SecretsMessage, StopMessage } from '#worker/api/messages.ts'

/** One running worker process, whatever carries its messages. */
export interface WorkerPort {
  readonly pid: number | undefined
  post(message: RequestMessage | z.infer<typeof SecretsMessage> | z.infer<typeof StopMessage>): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, however it ended; `code` is null after a signal. */
  onExit(listener: (code: number | null) => void): void
  /** What the process prints; the log's business. */
  onOutput(listener: (text: string) => void): void
  /** Ends the process at once. */
  kill(): void
}

export interface WorkerPlace {
  /** The worker's entry file. */
  entry: string
  args: readonly string[]
  env: Record<string, string>
}
