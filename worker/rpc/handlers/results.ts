import { exportResults } from '#worker/export/export-results.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'
import type { QgisPort } from '#worker/steps/ports.ts'

export function resultsHandlers(qgis: QgisPort, stopping: AbortSignal): HandlersOf<'results'> {
  return {
    'results.export': ({ folder, out }) => exportResults({ folder, out, signal: stopping }, qgis),
  }
}
