import type { SessionMethod, SessionParams, SessionResult } from '#worker/domain/qgis/protocol.ts'
import type { QgisPort, Reporter } from '#worker/steps/ports.ts'

export type Ask = <M extends SessionMethod>(method: M, params: SessionParams<M>) => Promise<SessionResult<M>>

/** The session with a run's signal, progress and log filled in. */
export function asker(qgis: QgisPort, signal: AbortSignal, report: Reporter): Ask {
  return (method, params) =>
    qgis.ask(method, params, {
      signal,
      onProgress: (value) => report.progress(value),
      onLog: report.log,
    })
}
