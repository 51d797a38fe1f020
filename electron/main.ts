import { join, resolve } from 'node:path'
import { app, crashReporter, Menu, session } from 'electron'
import { WorkerHost } from '#electron/host/host.ts'
import { launchWorker } from '#electron/host/launch.ts'
import { answer } from '#electron/ipc/answer.ts'
import { Grants } from '#electron/ipc/grants.ts'
import { knownInEvent } from '#electron/ipc/known.ts'
import { serveCalls } from '#electron/ipc/serve.ts'
import { SecretKeeper } from '#electron/secrets/keeper.ts'
import { systemSafe } from '#electron/secrets/safe.ts'
import { guardContents, guardSession } from '#electron/security/guards.ts'
import { hideSecrets } from '#electron/security/redact.ts'
import { declareScheme, serveScheme } from '#electron/security/protocol.ts'
import { Activity } from '#electron/system/activity.ts'
import { Dialogs } from '#electron/system/dialogs.ts'
import { filesIn, grantPath } from '#electron/system/files.ts'
import { openLogs } from '#electron/system/logs.ts'
import { Opened } from '#electron/system/opened.ts'
import { quitInOrder } from '#electron/system/quit.ts'
import { reportCrashes } from '#electron/system/recovery.ts'
import { shellHandlers } from '#electron/system/shell.ts'
import { words } from '#electron/system/words.ts'
import { menuTemplate } from '#electron/window/menu.ts'
import { Windows } from '#electron/window/windows.ts'

const appPath = app.getAppPath()
const dataDir = resolve(process.env['FIELDPACK_DATA'] ?? join(app.getPath('appData'), 'Fieldpack'))
const resourcesDir = app.isPackaged ? process.resourcesPath : join(appPath, 'resources')

app.setPath('userData', dataDir)
app.setAppUserModelId('org.fieldpack.app')
// Whoever starts it with --no-sandbox (root in a container, never a bundle's own launcher) has none to enable:
// Chromium's services crash when told both.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
declareScheme()

// The lock comes before any file is opened (S25); the second start hands over its command line and ends.
if (app.requestSingleInstanceLock()) start()
else app.exit(0)

/** Composes the app. Everything that must stand before `ready` is done without waiting. */
function start(): void {
  const logs = openLogs(join(dataDir, 'logs'))
  const grants = new Grants()
  const windows = new Windows({
    preload: join(appPath, 'dist', 'preload', 'preload.cjs'),
    memoryFile: join(dataDir, 'window.json'),
    log: logs.log,
    logFolder: logs.folder,
  })
  const opened = new Opened(grants, (files) => windows.say('files.opened', { files }))
  const activity = new Activity(windows)
  const host = new WorkerHost({
    fork: () => launchWorker({ appPath, dataDir, resourcesDir, env: process.env }),
    onOutput: (text) => logs.worker(hideSecrets(text)),
    onState: (state) => {
      logs.log('info', 'worker', { state: state.state, error: state.error?.code ?? null })
      if (state.state !== 'ready') activity.reset()
      windows.say('worker.state', state)
    },
    onEvent: (name, payload) => {
      grants.grantKnown(knownInEvent(name, payload))
      activity.hear(name, payload)
      windows.forward(name, payload)
    },
    onKeep: (id, token) => {
      secrets
        .keepToken(id, token)
        .catch((thrown: Error) => logs.log('warning', 'token not kept', { why: thrown.name }))
    },
  })
  const secrets = new SecretKeeper({
    safe: systemSafe,
    file: join(dataDir, 'secrets.json'),
    onSecrets: (known) => host.tellSecrets(known),
    onState: (state) => windows.say('secrets.changed', state),
  })
  const parts = {
    grants,
    shell: shellHandlers({ grants, dialogs: new Dialogs(windows), worker: host, opened, secrets, windows }),
    worker: (method: string, input: unknown) => host.call(method, input),
    drop: (path: string) => grantPath(grants, path),
  }
  const open = (paths: readonly string[]) => {
    windows.show()
    void opened.open(paths)
  }

  reportCrashes(logs.log, logs.folder)
  crashReporter.start({ uploadToServer: false })
  guardContents(logs.log)
  quitInOrder({ worker: host, windows })
  app.on('second-instance', (_event, argv, cwd) => open(filesIn(argv, cwd)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void app.whenReady().then(() => open([path]))
  })
  app.on('activate', () => windows.show())
  app.on('window-all-closed', () => {
    opened.pause()
    if (process.platform !== 'darwin') app.quit()
  })
  app.once('ready', () => {
    guardSession(session.defaultSession)
    serveScheme(join(appPath, 'dist', 'renderer'))
    serveCalls(windows.contents, (message) => answer(parts, message), logs.log)
    const template = menuTemplate({
      platform: process.platform,
      dev: !app.isPackaged,
      words,
      send: (id) => windows.say('menu.command', { id }),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    host.start()
    // Not waited for: a keyring may ask the user first. The worker hears them as soon as they are known.
    void secrets.open()
    open(filesIn(process.argv, process.cwd()))
  })
}
