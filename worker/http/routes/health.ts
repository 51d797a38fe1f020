import type { Route } from '#worker/http/route.ts'

/** Open to all, as whatever restarts services asks without a token. */
export const health: Route = {
  body: null,
  open: true,
  answer: (work) => ({ status: 200, json: { status: 'healthy', qgis_version: work.qgisVersion() } }),
}
