import { protocol } from 'electron'
import { respond } from '#electron/security/respond.ts'

/** Before `ready`: makes app: a scheme like https: (storage, fetch, a secure context). */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** After `ready`: answers app:// out of `folder` and out of nothing else. */
export function serveScheme(folder: string): void {
  protocol.handle('app', (request) => respond(folder, request.method, request.url))
}
