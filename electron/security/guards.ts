import { app, type Session } from 'electron'
import { mayNavigate } from '#electron/security/navigation.ts'
import { mayUse } from '#electron/security/permissions.ts'
import type { Log } from '#electron/system/logs.ts'

/** Puts the navigation policy on every web contents that will ever be made. */
export function guardContents(log: Log): void {
  const guard = (details: { url: string; preventDefault: () => void }) => {
    if (mayNavigate(details.url)) return
    details.preventDefault()
    log('warning', 'navigation refused', { scheme: URL.parse(details.url)?.protocol ?? '' })
  }
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', guard)
    contents.on('will-redirect', guard)
    contents.on('will-frame-navigate', guard)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Puts the permission policy on a session: requests, checks and devices. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(mayUse(permission)))
  session.setPermissionCheckHandler((_contents, permission) => mayUse(permission))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}
