import type { LogLine } from '#worker/api/jobs.ts'
import type { SessionMethod, SessionParams, SessionResult } from '#worker/domain/qgis/protocol.ts'

/** The hands that steps may use. `worker/compose.ts` gives the real ones. */
export interface QgisPort {
  /**
   * Asks the warm session. Rejects with AppError `qgis.*`, a code that Python named, or `job.cancelled` once
   * `signal` fires.
   */
  ask<M extends SessionMethod>(
    method: M,
    params: SessionParams<M>,
    options: { signal: AbortSignal; onProgress?: (value: number, step: string) => void; onLog?: Log },
  ): Promise<SessionResult<M>>
}

export type Log = (level: LogLine['level'], message: string) => void

/** What a running job may use to tell how far it is. */
export interface Reporter {
  /** Starts a step of the plan announced at claim time; the one before it is done. */
  step(id: string): void
  /** 0..1 inside the running step. */
  progress(value: number): void
  log: Log
}
