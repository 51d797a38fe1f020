import { app, dialog, type BrowserWindow } from 'electron'
import type { Log } from '#electron/system/logs.ts'
import { words } from '#electron/system/words.ts'

/** A page that dies is reloaded once a minute; after that, and when it hangs, the user decides (S29). */
export function recoverPage(window: BrowserWindow, log: Log, logFolder: string): void {
  let lastReload = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, details) => {
    log('error', 'page process gone', { reason: details.reason, exitCode: details.exitCode })
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    const now = performance.now()
    if (now - lastReload > 60_000) {
      lastReload = now
      window.webContents.reload()
      return
    }
    const chosen = dialog.showMessageBoxSync(window, {
      type: 'error',
      message: words('crash.page.title'),
      detail: words('crash.page.body', { folder: logFolder }),
      buttons: [words('crash.page.reload'), words('crash.page.quit')],
    })
    if (chosen === 0) window.webContents.reload()
    else app.quit()
  })
  window.on('unresponsive', () => {
    log('warning', 'page does not answer')
    void offerReload(window)
  })
}

async function offerReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: words('hang.title'),
    detail: words('hang.body'),
    buttons: [words('hang.wait'), words('hang.reload')],
    defaultId: 0,
    cancelId: 0,
  })
  if (response !== 1 || window.isDestroyed()) return
  window.webContents.forcefullyCrashRenderer()
  window.webContents.reload()
}

/** What nobody caught in main: into the log, and once to the user. Processes that die are logged (S30). */
export function reportCrashes(log: Log, logFolder: string): void {
  let told = false
  const report = (thrown: unknown) => {
    log('error', 'uncaught in main', {
      error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    })
    if (told) return
    told = true
    dialog.showErrorBox(words('crash.main.title'), words('crash.main.body', { folder: logFolder }))
  }
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
  app.on('child-process-gone', (_event, details) =>
    log('error', 'process gone', {
      type: details.type,
      name: details.serviceName ?? details.name ?? '',
      reason: details.reason,
      exitCode: details.exitCode,
    }),
  )
}
