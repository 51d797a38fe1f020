import { app, BrowserWindow } from 'electron'

// A bare browser for the harness: no preload, no node, the page given by HARNESS_URL.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 900, webPreferences: { sandbox: true } })
  return window.loadURL(process.env.HARNESS_URL ?? 'about:blank')
})
