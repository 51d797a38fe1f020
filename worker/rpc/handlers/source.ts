import type { HandlersOf } from '#worker/rpc/handlers.ts'
import type { QgisPort } from '#worker/steps/ports.ts'

export function sourceHandlers(qgis: QgisPort, stopping: AbortSignal): HandlersOf<'source'> {
  return {
    'source.inspect': ({ path }) => qgis.ask('inspect', { path }, { signal: stopping }),
  }
}
